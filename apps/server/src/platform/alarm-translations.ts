/** Messages of Telegram's chats, and what alarms change. */
export const ALARM_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'Неизвестно, дошли ли отчёты: {0}',
    'Есептер жетті ме, белгісіз: {0}',
    'It is not known whether reports arrived: {0}',
  ],
  [
    'Отправка оборвалась до ответа Telegram; второй раз отчёт не посылаем',
    'Жіберу Telegram жауабына дейін үзілді; есепті екінші рет жібермейміз',
    'Sending broke off before Telegram answered; a report is not sent twice',
  ],
  [
    'Посмотрите в чате; цифры есть на странице «Команды»',
    'Чаттан қараңыз; сандар «Командалар» бетінде бар',
    'Look into the chat; the figures are on the page “Teams”',
  ],
  [
    'Задайте TELEGRAM_BOT_TOKEN и подключите чат в «Настройках»',
    'TELEGRAM_BOT_TOKEN беріп, «Баптаулардан» чат қосыңыз',
    'Set TELEGRAM_BOT_TOKEN and connect a chat in “Settings”',
  ],
  [
    'Telegram не принимает токен бота',
    'Telegram бот токенін қабылдамайды',
    'Telegram does not accept the bot’s token',
  ],
  [
    'Токен отозван или записан с ошибкой',
    'Токен қайтарылған немесе қате жазылған',
    'The token was revoked or is written wrong',
  ],
  [
    'Возьмите токен у @BotFather и обновите TELEGRAM_BOT_TOKEN',
    '@BotFather-ден токен алып, TELEGRAM_BOT_TOKEN жаңартыңыз',
    'Take a token from @BotFather and update TELEGRAM_BOT_TOKEN',
  ],
  [
    'Чатов, куда бота не пускают: {0}',
    'Бот кіргізілмейтін чаттар: {0}',
    'Chats that do not let the bot in: {0}',
  ],
  [
    'Бота удалили из чата или заблокировали',
    'Бот чаттан шығарылған немесе бұғатталған',
    'The bot was removed from the chat or blocked',
  ],
  [
    'Верните бота в чат и отправьте проверку на странице «Настройки», «Уведомления»',
    'Ботты чатқа қайтарып, «Баптаулар», «Хабарламалар» бетінен тексеру жіберіңіз',
    'Take the bot back into the chat and send a test under “Settings”, “Notifications”',
  ],
  ['У Telegram нет ни одного чата', 'Telegram-да бірде-бір чат жоқ', 'Telegram has no chat'],
  [
    'Чат ещё не подключили, или все отключены',
    'Чат әлі қосылмаған немесе бәрі өшірілген',
    'No chat was connected yet, or all are switched off',
  ],
  [
    'Подключите чат на странице «Настройки», «Уведомления»',
    '«Баптаулар», «Хабарламалар» бетінде чат қосыңыз',
    'Connect a chat under “Settings”, “Notifications”',
  ],
  [
    'Бот не слышит, что ему пишут: {0}',
    'Бот өзіне жазылғанды естімейді: {0}',
    'The bot does not hear what is written to it: {0}',
  ],
  [
    'Telegram недоступен, или бота читает ещё кто-то',
    'Telegram қолжетімсіз немесе ботты тағы біреу оқып отыр',
    'Telegram is away, or somebody else reads the bot',
  ],
  [
    'Убедитесь, что этот токен не занят другой программой',
    'Бұл токенді басқа бағдарлама қолданбайтынына көз жеткізіңіз',
    'Make sure that no other program uses this token',
  ],
  [
    'Telegram принимает сообщения, чатов: {0}',
    'Telegram хабарламаларды қабылдайды, чаттар: {0}',
    'Telegram takes messages, chats: {0}',
  ],
  [
    'Выпустите новый ключ модели и обновите OPENAI_API_KEY',
    'Модельдің жаңа кілтін шығарып, OPENAI_API_KEY жаңартыңыз',
    'Issue a new key of the model and update OPENAI_API_KEY',
  ],
  ['Такого чата нет', 'Мұндай чат жоқ', 'There is no such chat'],
  [
    'Этот чат задан в TELEGRAM_CHAT_IDS: уберите его оттуда или отключите',
    'Бұл чат TELEGRAM_CHAT_IDS-те берілген: оны сол жерден алып тастаңыз немесе өшіріңіз',
    'This chat is named by TELEGRAM_CHAT_IDS: remove it there, or switch it off',
  ],
  [
    'Telegram не пускает бота в чат {0}: верните бота в чат и отправьте проверку',
    'Telegram ботты {0} чатына кіргізбейді: ботты чатқа қайтарып, тексеру жіберіңіз',
    'Telegram does not let the bot into chat {0}: take the bot back and send a test',
  ],
  [
    'Telegram не принимает токен бота: возьмите новый у @BotFather и обновите TELEGRAM_BOT_TOKEN',
    'Telegram бот токенін қабылдамайды: @BotFather-ден жаңасын алып, TELEGRAM_BOT_TOKEN жаңартыңыз',
    'Telegram does not accept the bot’s token: take a new one from @BotFather and update TELEGRAM_BOT_TOKEN',
  ],
  [
    'Вебхуки AmoCRM молчат дольше обычного: проверьте подписку и адрес сервера',
    'AmoCRM вебхуктері әдеттегіден ұзақ үнсіз: жазылым мен сервер адресін тексеріңіз',
    'The webhooks of AmoCRM are silent for longer than usual: check the subscription and the address of the server',
  ],
  [
    'Лидов нет дольше обычного: проверьте формы лендинга и рекламу',
    'Лид әдеттегіден ұзақ жоқ: лендинг формалары мен жарнаманы тексеріңіз',
    'There are no leads for longer than usual: check the landing forms and the ads',
  ],
  [
    'Продаж нет дольше обычного: проверьте вебхуки и воронки AmoCRM',
    'Сатылым әдеттегіден ұзақ жоқ: вебхуктер мен AmoCRM воронкаларын тексеріңіз',
    'There are no sales for longer than usual: check the webhooks and the pipelines of AmoCRM',
  ],
  [
    'Новые сделки приходят, но не дочитываются: покупатели и сверка ждут',
    'Жаңа мәмілелер келеді, бірақ толық оқылмайды: сатып алушылар мен салыстыру күтіп тұр',
    'New deals come but are not read to the end: buyers and the comparison wait',
  ],
  [
    'Продажи видны только после сверки, до часа позже',
    'Сатылымдар салыстырудан кейін ғана, бір сағатқа дейін кеш көрінеді',
    'Sales are seen only after the comparison, up to an hour later',
  ],
  [
    'Потерянные вебхуками продажи не добавляются',
    'Вебхуктер жоғалтқан сатылымдар қосылмайды',
    'Sales that webhooks lost are not added',
  ],
  [
    'Расход, CPL и ROAS стоят на последнем удачном чтении',
    'Шығын, CPL және ROAS соңғы сәтті оқуда тұр',
    'Spend, CPL and ROAS stand at the last good reading',
  ],
  [
    'Расход этого кабинета и показатели его команды неполные',
    'Осы кабинеттің шығыны мен командасының көрсеткіштері толық емес',
    'The spend of this account and the figures of its team are incomplete',
  ],
  [
    'Лиды и копии продаж в базе лендинга отстают',
    'Лендинг дерекқорындағы лидтер мен сатылым көшірмелері кешігуде',
    'Leads and copies of sales in the Landing database are behind',
  ],
  ['Уроки Tripwire отстают', 'Tripwire сабақтары кешігуде', 'The Tripwire lessons are behind'],
  [
    'Отчёты за затронутые дни пересчитываются',
    'Қатысты күндердің есептері қайта есептелуде',
    'Reports of the days concerned are being counted anew',
  ],
  ['Сообщения в Telegram не доходят', 'Telegram хабарламалары жетпейді', 'Messages do not reach Telegram'],
  [
    'Новых данных нет дольше обычного: цифры могут быть неполными',
    'Жаңа дерек әдеттегіден ұзақ жоқ: сандар толық болмауы мүмкін',
    'There are no new data for longer than usual: figures may be incomplete',
  ],
  [
    'Пока ничего: когда токен кончится, данные перестанут обновляться',
    'Әзірге ештеңе: токен біткенде дерек жаңармай қалады',
    'Nothing yet: when the token ends, the data stop being updated',
  ],
  [
    'Часть данных может быть неполной',
    'Деректің бір бөлігі толық болмауы мүмкін',
    'Some of the data may be incomplete',
  ],
];
