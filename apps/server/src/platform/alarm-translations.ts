/** Messages of Telegram's chats, and what alarms change. */
export const ALARM_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
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
