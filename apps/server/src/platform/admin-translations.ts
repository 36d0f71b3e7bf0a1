/** Messages of the Admin Panel: people and their roles, keys, Telegram. */
export const ADMIN_TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  [
    'У вас уже десять действующих ключей: отзовите лишние',
    'Сізде жарамды он кілт бар: артығын қайтарып алыңыз',
    'You already have ten active keys: revoke the ones you do not need',
  ],
  [
    'Слишком много вопросов ассистента: подождите минуту',
    'Ассистенттің сұрағы тым көп: бір минут күтіңіз',
    'Too many questions of the assistant: wait a minute',
  ],
  ['Такого пользователя нет', 'Мұндай пайдаланушы жоқ', 'There is no such user'],
  ['Таргетологу нужна команда', 'Таргетологқа команда керек', 'A targetologist needs a team'],
  [
    'Это последний администратор: сначала назначьте другого',
    'Бұл соңғы әкімші: алдымен басқасын тағайындаңыз',
    'This is the last administrator: appoint another one first',
  ],
  [
    'Разрешите доступ заново и обновите AMOCRM_REFRESH_TOKEN',
    'Рұқсатты қайта беріп, AMOCRM_REFRESH_TOKEN жаңартыңыз',
    'Authorise anew and update AMOCRM_REFRESH_TOKEN',
  ],
  [
    'Выпустите новый токен AmoCRM и обновите AMOCRM_ACCESS_TOKEN',
    'AmoCRM-нің жаңа токенін шығарып, AMOCRM_ACCESS_TOKEN жаңартыңыз',
    'Issue a new AmoCRM token and update AMOCRM_ACCESS_TOKEN',
  ],
  [
    'Выпустите новый токен Meta и обновите FB_ACCESS_TOKEN',
    'Meta-ның жаңа токенін шығарып, FB_ACCESS_TOKEN жаңартыңыз',
    'Issue a new Meta token and update FB_ACCESS_TOKEN',
  ],
  [
    'Возьмите токен у @BotFather и обновите TELEGRAM_BOT_TOKEN',
    'Токенді @BotFather-ден алып, TELEGRAM_BOT_TOKEN жаңартыңыз',
    'Take a token from @BotFather and update TELEGRAM_BOT_TOKEN',
  ],
  ['Токен {0} больше не действует', '{0} токені енді жарамсыз', 'The token of {0} is no longer valid'],
  [
    'Токен {0} истечёт, осталось дней: {1}',
    '{0} токенінің мерзімі бітеді, қалған күн: {1}',
    'The token of {0} expires, days left: {1}',
  ],
  ['Токен {0} ещё не проверялся', '{0} токені әлі тексерілмеген', 'The token of {0} was not checked yet'],
  ['Токен {0} действует', '{0} токені жарамды', 'The token of {0} is valid'],
  [
    'Ни один токен не кончается в ближайшие 30 дней',
    'Жақын 30 күнде бірде-бір токеннің мерзімі бітпейді',
    'No token ends within the next 30 days',
  ],
  [
    'Срок токена подходит к концу или токен отозван',
    'Токен мерзімі аяқталып келеді немесе ол қайтарылған',
    'The token is about to end, or was revoked',
  ],
  ['Выпустите новый токен', 'Жаңа токен шығарыңыз', 'Issue a new token'],
  [
    'Отправьте проверку на странице «Настройки», «Уведомления»',
    '«Баптаулар», «Хабарламалар» бетінде тексеру жіберіңіз',
    'Send a test under “Settings”, “Notifications”',
  ],
  [
    'Telegram не подключён: задайте TELEGRAM_BOT_TOKEN',
    'Telegram қосылмаған: TELEGRAM_BOT_TOKEN беріңіз',
    'Telegram is not connected: set TELEGRAM_BOT_TOKEN',
  ],
  ['Не задан TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_TOKEN берілмеген', 'TELEGRAM_BOT_TOKEN is not set'],
  [
    'Задайте TELEGRAM_BOT_TOKEN и TELEGRAM_CHAT_IDS',
    'TELEGRAM_BOT_TOKEN және TELEGRAM_CHAT_IDS беріңіз',
    'Set TELEGRAM_BOT_TOKEN and TELEGRAM_CHAT_IDS',
  ],
  [
    'Telegram не принял последнее сообщение: {0}',
    'Telegram соңғы хабарды қабылдамады: {0}',
    'Telegram did not take the last message: {0}',
  ],
  [
    'Бота удалили из чата, или токен не подходит',
    'Бот чаттан шығарылған немесе токен жарамайды',
    'The bot was removed from the chat, or its token does not fit',
  ],
  [
    'В Telegram ещё ничего не отправляли: отправьте проверку в «Настройках»',
    'Telegram-ға әлі ештеңе жіберілмеді: «Баптауларда» тексеру жіберіңіз',
    'Nothing was sent to Telegram yet: send a test under “Settings”',
  ],
  [
    'В Telegram ещё ничего не отправляли',
    'Telegram-ға әлі ештеңе жіберілмеді',
    'Nothing was sent to Telegram yet',
  ],
  ['Новых продаж не было', 'Жаңа сатылым болған жоқ', 'There were no new sales'],
  [
    'Telegram принимает сообщения, за 7 дней: {0}',
    'Telegram хабарларды қабылдайды, 7 күнде: {0}',
    'Telegram takes messages, in 7 days: {0}',
  ],
  ['Telegram принимает сообщения', 'Telegram хабарларды қабылдайды', 'Telegram takes messages'],
  [
    'У Telegram нет ни одного чата: задайте TELEGRAM_CHAT_IDS',
    'Telegram-да бірде-бір чат жоқ: TELEGRAM_CHAT_IDS беріңіз',
    'Telegram has no chat: set TELEGRAM_CHAT_IDS',
  ],
];
