import { ADMIN_TRANSLATIONS } from './admin-translations.ts';
import { ADVICE_TRANSLATIONS } from './advice-translations.ts';
import { ALARM_TRANSLATIONS } from './alarm-translations.ts';
import { ATTRIBUTION_TRANSLATIONS } from './attribution-translations.ts';
import { DEPLOYMENT_TRANSLATIONS } from './deployment-translations.ts';
import { DIAGNOSTICS_TRANSLATIONS } from './diagnostics-translations.ts';
import { META_TRANSLATIONS } from './meta-translations.ts';
import { SECURITY_TRANSLATIONS } from './security-translations.ts';
import { SETUP_TRANSLATIONS } from './setup-translations.ts';

/** Every message of the server, Russian as the code says it, then Kazakh and English; {0} is a value. */
export const TRANSLATIONS: readonly (readonly [ru: string, kk: string, en: string])[] = [
  ...ADMIN_TRANSLATIONS,
  ...ADVICE_TRANSLATIONS,
  ...ATTRIBUTION_TRANSLATIONS,
  ...DEPLOYMENT_TRANSLATIONS,
  ...META_TRANSLATIONS,
  ...SECURITY_TRANSLATIONS,
  ...ALARM_TRANSLATIONS,
  ...SETUP_TRANSLATIONS,
  [
    'Имя {0} занято: выберите другое',
    '{0} атауы бос емес: басқасын таңдаңыз',
    'The name {0} is taken: choose another',
  ],
  ['Такого токена нет', 'Мұндай токен жоқ', 'There is no such token'],
  [
    'Уберите {0} из окружения и перезапустите сервер',
    '{0} мәнін ортадан алып тастап, серверді қайта іске қосыңыз',
    'Remove {0} from the environment and restart the server',
  ],
  [
    'Правил ещё нет: импортируйте PRESET',
    'Ережелер әлі жоқ: PRESET импорттаңыз',
    'There are no rules yet: import PRESET',
  ],
  ['Такого вебхука нет', 'Мұндай вебхук жоқ', 'There is no such delivery'],
  [
    'База лендинга недоступна: продажи ждут в очереди и попадут в неё позже',
    'Лендинг дерекқоры қолжетімсіз: сатылымдар кезекте күтіп, кейін жазылады',
    'The Landing database is away: sales wait in the queue and will reach it later',
  ],
  [
    'База лендинга не принимает продажу: сравните её таблицы с описанием',
    'Лендинг дерекқоры сатылымды қабылдамайды: кестелерін сипаттамамен салыстырыңыз',
    'The Landing database refuses a sale: compare its tables with the description',
  ],
  [
    'База лендинга не читается: новых заявок здесь пока нет',
    'Лендинг дерекқоры оқылмайды: жаңа өтінімдер әзірге жоқ',
    'The Landing database cannot be read: new leads are missing here for now',
  ],
  ['Такой продажи нет', 'Мұндай сатылым жоқ', 'There is no such sale'],
  [
    'cursor: возьмите next_cursor предыдущего ответа',
    'cursor: алдыңғы жауаптың next_cursor мәнін алыңыз',
    'cursor: take next_cursor of the answer before',
  ],
  ['cursor: не число', 'cursor: сан емес', 'cursor: not a number'],
  ['Неверная почта или пароль', 'Пошта немесе құпиясөз қате', 'Wrong e-mail or password'],
  [
    'Слишком много попыток входа. Попробуйте через {0} мин.',
    'Кіру әрекеті тым көп. {0} мин кейін қайталаңыз.',
    'Too many attempts to sign in. Try again in {0} min.',
  ],
  [
    'Вам доступны данные только вашей команды',
    'Сізге тек өз командаңыздың деректері ашық',
    'You can see the data of your own team only',
  ],
  [
    'Запрос пришёл с чужой страницы и отклонён',
    'Сұрау бөтен беттен келді және қабылданбады',
    'The request came from another site and was refused',
  ],
  [
    'Доступ отключён: обратитесь к администратору',
    'Қолжетімділік өшірілген: әкімшіге хабарласыңыз',
    'Your access is switched off: ask the administrator',
  ],
  [
    'Не удалось проверить вход, попробуйте через минуту',
    'Кіруді тексеру мүмкін болмады, бір минуттан кейін қайталаңыз',
    'Your sign-in could not be checked, try again in a minute',
  ],
  [
    'Токен неизвестен или отозван',
    'Токен белгісіз немесе кері қайтарылған',
    'The token is unknown or revoked',
  ],
  ['Войдите, чтобы продолжить', 'Жалғастыру үшін кіріңіз', 'Sign in to continue'],
  [
    'Это доступно только вошедшему пользователю, не токену',
    'Бұл токенге емес, тек кірген пайдаланушыға ашық',
    'This is for a signed-in person, not for a token',
  ],
  ['Такой команды нет', 'Мұндай команда жоқ', 'There is no such team'],
  [
    'Пользователь с этой почтой уже есть',
    'Бұл поштамен пайдаланушы бар',
    'There is a user with this e-mail already',
  ],
  [
    'Часть рекламных кабинетов ещё не прочитана',
    'Жарнама кабинеттерінің бір бөлігі әлі оқылмаған',
    'Some ad accounts have not been read yet',
  ],
  [
    'Расходы Meta давно не обновлялись',
    'Meta шығындары көптен бері жаңартылмаған',
    'Meta spend has not been updated for long',
  ],
  [
    'Нет курса за {0}: расход этого дня не переведён в тенге',
    '{0} күнінің бағамы жоқ: бұл күннің шығыны теңгеге аударылмаған',
    'No rate for {0}: the spend of this day is not converted to tenge',
  ],
  [
    'Курсы Нацбанка давно не обновлялись',
    'Ұлттық банк бағамдары көптен бері жаңартылмаған',
    'The National Bank rates have not been updated for long',
  ],
  [
    'Токен Meta не видит этот рекламный кабинет',
    'Meta токені бұл жарнама кабинетін көрмейді',
    'The Meta token does not see this ad account',
  ],
  [
    'Внутренняя ошибка при чтении расходов',
    'Шығындарды оқу кезіндегі ішкі қате',
    'Internal error while reading spend',
  ],
  [
    'Telegram не настроен: задайте TELEGRAM_BOT_TOKEN и подключите чат в «Настройках»',
    'Telegram бапталмаған: TELEGRAM_BOT_TOKEN көрсетіп, «Баптаулардан» чат қосыңыз',
    'Telegram is not set up: give TELEGRAM_BOT_TOKEN and connect a chat in “Settings”',
  ],
  [
    'Telegram не принял сообщение ни в одном чате',
    'Telegram хабарламаны бірде-бір чатта қабылдамады',
    'Telegram took the message in none of the chats',
  ],
  [
    'Школа ещё не настроена: импортируйте PRESET',
    'Мектеп әлі бапталмаған: PRESET импорттаңыз',
    'The school is not set up yet: import PRESET',
  ],
  [
    'Нет курса за {0}: деньги этого дня не пересчитаны',
    '{0} күнінің бағамы жоқ: бұл күннің ақшасы қайта есептелмеген',
    'No rate for {0}: the money of this day is not converted',
  ],
  ['курсы валют', 'валюта бағамдары', 'exchange rates'],
  ['лендинги', 'лендингтер', 'landing pages'],
  ['неполно с {0}: {1}', '{0} бастап толық емес: {1}', 'incomplete since {0}: {1}'],
  ['неполно: {0}', 'толық емес: {0}', 'incomplete: {0}'],
  [
    'Сверка с AmoCRM ещё ни разу не прошла',
    'AmoCRM-мен салыстыру әлі бірде-бір рет өтпеді',
    'The comparison with AmoCRM has never been made',
  ],
  [
    'Сверка с AmoCRM давно не проходила',
    'AmoCRM-мен салыстыру көптен бері өтпеген',
    'Sales have not been compared with AmoCRM for long',
  ],
  [
    'С лендингов больше суток нет заявок',
    'Лендингтерден бір тәуліктен астам өтінім жоқ',
    'No lead has come from the landing pages for more than a day',
  ],
  [
    'Ни один worker не работает: запустите --role=worker или --role=all',
    'Бірде-бір worker жұмыс істемейді: --role=worker немесе --role=all іске қосыңыз',
    'No worker is running: start --role=worker or --role=all',
  ],
  [
    'Неверный секрет вебхука: сверьте адрес в настройках AmoCRM',
    'Вебхук құпиясы қате: AmoCRM баптауларындағы мекенжайды тексеріңіз',
    'Wrong webhook secret: check the address in the AmoCRM settings',
  ],
  [
    'Вебхук не сохранён, повторите позже',
    'Вебхук сақталмады, кейінірек қайталаңыз',
    'The webhook was not stored, repeat it later',
  ],
  [
    'Очередь вебхуков переполнена, повторите позже',
    'Вебхуктер кезегі толы, кейінірек қайталаңыз',
    'The webhook queue is full, repeat later',
  ],
  [
    'Очередь задач ещё не запущена, повторите позже',
    'Тапсырмалар кезегі әлі іске қосылмаған, кейінірек қайталаңыз',
    'The job queue is not running yet, repeat later',
  ],
  ['Сверка с AmoCRM не прошла', 'AmoCRM-мен салыстыру өтпеді', 'The comparison with AmoCRM failed'],
  [
    'Такой воронки нет ни в настройках, ни в сделках',
    'Мұндай воронка баптауларда да, мәмілелерде де жоқ',
    'There is no such pipeline, neither in the settings nor in the deals',
  ],
  ['Продукта «{0}» нет', '«{0}» өнімі жоқ', 'There is no product “{0}”'],
  ['Такой сверки нет', 'Мұндай салыстыру жоқ', 'There is no such comparison'],
  [
    'Сверка с AmoCRM уже идёт',
    'AmoCRM-мен салыстыру қазір жүріп жатыр',
    'A comparison with AmoCRM is running already',
  ],
  [
    'AmoCRM не настроен: задайте AMOCRM_DOMAIN и AMOCRM_ACCESS_TOKEN',
    'AmoCRM бапталмаған: AMOCRM_DOMAIN және AMOCRM_ACCESS_TOKEN көрсетіңіз',
    'AmoCRM is not set up: give AMOCRM_DOMAIN and AMOCRM_ACCESS_TOKEN',
  ],
  ['Такой задачи нет', 'Мұндай тапсырма жоқ', 'There is no such job'],
  ['Вебхук не сохранён', 'Вебхук сақталмады', 'The webhook was not stored'],
  ['Такого адреса нет', 'Мұндай мекенжай жоқ', 'There is no such address'],
  [
    'Запрос заполнен с ошибками: см. details',
    'Сұрау қателермен толтырылған: details қараңыз',
    'The request has mistakes: see details',
  ],
  [
    'База данных недоступна, попробуйте через минуту',
    'Дерекқор қолжетімсіз, бір минуттан кейін қайталаңыз',
    'The database is away, try again in a minute',
  ],
  [
    'Внутренняя ошибка: сообщите её номер',
    'Ішкі қате: нөмірін хабарлаңыз',
    'Internal error: tell us its number',
  ],
  ['Тело запроса слишком велико', 'Сұрау денесі тым үлкен', 'The body of the request is too large'],
  ['Запрос не удалось прочитать', 'Сұрауды оқу мүмкін болмады', 'The request could not be read'],
  ['Запрос отклонён', 'Сұрау қабылданбады', 'The request was refused'],
  [
    'Укажите что-то одно: preset, date или start вместе с end',
    'Біреуін ғана көрсетіңіз: preset, date немесе start пен end бірге',
    'Give one of these: preset, date, or start together with end',
  ],
  ['start и end указываются вместе', 'start пен end бірге көрсетіледі', 'start and end go together'],
  [
    'Начало {0} позже конца {1}',
    '{0} басталуы {1} аяқталуынан кейін',
    'The start {0} is later than the end {1}',
  ],
  [
    'Период {0} дн. слишком длинный: не больше {1}',
    '{0} күндік кезең тым ұзақ: {1} күннен аспауы керек',
    'A period of {0} days is too long: at most {1}',
  ],
  [
    'Ожидается день ГГГГ-ММ-ДД, получено: {0}',
    'ЖЖЖЖ-АА-КК күні күтілді, келгені: {0}',
    'Expected a day YYYY-MM-DD, got: {0}',
  ],
  ['Такого дня нет: {0}', 'Мұндай күн жоқ: {0}', 'There is no such day: {0}'],
  [
    'Недостаточно прав для этого действия',
    'Бұл әрекетке құқық жеткіліксіз',
    'You are not allowed to do this',
  ],
  ['Не найдено', 'Табылмады', 'Not found'],
  [
    'Нацбанк прислал не таблицу курсов',
    'Ұлттық банк бағамдар кестесін жібермеді',
    'The National Bank did not send a sheet of rates',
  ],
  [
    'Нацбанк ответил ошибкой {0}',
    'Ұлттық банк {0} қатесімен жауап берді',
    'The National Bank answered with error {0}',
  ],
  ['Нацбанк не отвечает', 'Ұлттық банк жауап бермейді', 'The National Bank does not answer'],
  [
    'Meta не принимает токен: выпустите новый и обновите FB_ACCESS_TOKEN',
    'Meta токенді қабылдамайды: жаңасын шығарып, FB_ACCESS_TOKEN жаңартыңыз',
    'Meta does not accept the token: issue a new one and update FB_ACCESS_TOKEN',
  ],
  [
    'Meta не даёт прав на этот рекламный кабинет',
    'Meta бұл жарнама кабинетіне құқық бермейді',
    'Meta gives no rights to this ad account',
  ],
  [
    'Meta больше не отдаёт данные этой версией API или за такой давний период',
    'Meta бұл API нұсқасымен немесе мұндай ескі кезең үшін дерек бермейді',
    'Meta no longer gives data by this API version or for such an old period',
  ],
  [
    'Meta не отдаёт отчёт даже по частям: слишком много данных за день',
    'Meta есепті бөліп те бермейді: бір күндік дерек тым көп',
    'Meta does not give the report even in parts: too much data in a day',
  ],
  [
    'Лимит запросов к Meta почти исчерпан: чтение отложено',
    'Meta сұрауларының шегі таусылуға жақын: оқу кейінге қалдырылды',
    'The limit of requests to Meta is almost reached: reading waits',
  ],
  [
    'Meta не отвечает или отвечает ошибкой',
    'Meta жауап бермейді немесе қатемен жауап береді',
    'Meta does not answer, or answers with an error',
  ],
  [
    'Meta отклонила запрос или ответила не так, как описано в её документации',
    'Meta сұрауды қабылдамады немесе құжаттамасындағыдай жауап бермеді',
    'Meta refused the request or answered otherwise than its documentation says',
  ],
  [
    'AmoCRM не принимает токен: выпустите новый и обновите настройки',
    'AmoCRM токенді қабылдамайды: жаңасын шығарып, баптауларды жаңартыңыз',
    'AmoCRM does not accept the token: issue a new one and update the settings',
  ],
  [
    'AmoCRM: подписка не оплачена. Оплатите её, работа продолжится сама',
    'AmoCRM: жазылым төленбеген. Төлеңіз, жұмыс өзі жалғасады',
    'AmoCRM: the subscription is unpaid. Pay for it, and work goes on by itself',
  ],
  [
    'AmoCRM закрыл доступ: проверьте блокировку аккаунта, IP-адрес и права, напишите в поддержку AmoCRM',
    'AmoCRM қолжетімділікті жапты: аккаунт бұғатын, IP-мекенжайды және құқықтарды тексеріңіз, AmoCRM қолдауына жазыңыз',
    'AmoCRM closed the access: check for a block of the account, the IP address and the rights, and write to the support of AmoCRM',
  ],
  [
    'AmoCRM просит подождать: слишком много запросов',
    'AmoCRM күтуді сұрайды: сұраулар тым көп',
    'AmoCRM asks us to wait: too many requests',
  ],
  ['AmoCRM отвечает ошибкой', 'AmoCRM қатемен жауап береді', 'AmoCRM answers with an error'],
  ['AmoCRM не отвечает', 'AmoCRM жауап бермейді', 'AmoCRM does not answer'],
  [
    'AmoCRM ответил не так, как описано в его документации',
    'AmoCRM құжаттамасындағыдай жауап бермеді',
    'AmoCRM answered otherwise than its documentation says',
  ],
  ['Лиды', 'Лидтер', 'Leads'],
  [
    'Сводные таблицы разошлись с фактами и пересчитываются: сообщите разработчикам',
    'Жиынтық кестелер деректермен сәйкес келмеді және қайта есептелуде: әзірлеушілерге хабарлаңыз',
    'Roll-ups differed from the facts and are being recomputed: tell the developers',
  ],
  [
    'Подписки AmoCRM на наши вебхуки нет или она неполная: {0}. Выполните npm run amocrm:subscribe',
    'AmoCRM-нің біздің вебхуктарға жазылымы жоқ немесе толық емес: {0}. npm run amocrm:subscribe орындаңыз',
    'AmoCRM is not or not fully subscribed to our webhooks: {0}. Run npm run amocrm:subscribe',
  ],
  [
    'AmoCRM отключил наши вебхуки после ошибок: {0}. Выполните npm run amocrm:subscribe',
    'AmoCRM қателерден кейін біздің вебхуктарды өшірді: {0}. npm run amocrm:subscribe орындаңыз',
    'AmoCRM switched our webhooks off after errors: {0}. Run npm run amocrm:subscribe',
  ],
  [
    'Токен AmoCRM не обновляется: задайте новый AMOCRM_REFRESH_TOKEN',
    'AmoCRM токені жаңартылмайды: жаңа AMOCRM_REFRESH_TOKEN беріңіз',
    'The AmoCRM token is not renewed: set a new AMOCRM_REFRESH_TOKEN',
  ],
  [
    'Срок токена AmoCRM истёк: выпустите новый и обновите AMOCRM_ACCESS_TOKEN',
    'AmoCRM токенінің мерзімі өтті: жаңасын шығарып, AMOCRM_ACCESS_TOKEN жаңартыңыз',
    'The AmoCRM token has expired: issue a new one and update AMOCRM_ACCESS_TOKEN',
  ],
  [
    'Токен AmoCRM скоро истечёт (дней: {0}): выпустите новый и обновите AMOCRM_ACCESS_TOKEN',
    'AmoCRM токенінің мерзімі жақында бітеді (күн: {0}): жаңасын шығарып, AMOCRM_ACCESS_TOKEN жаңартыңыз',
    'The AmoCRM token ends soon (days: {0}): issue a new one and update AMOCRM_ACCESS_TOKEN',
  ],
  [
    'AmoCRM ещё не проверялся: первая проверка идёт при запуске',
    'AmoCRM әлі тексерілмеген: алғашқы тексеру іске қосу кезінде жүреді',
    'AmoCRM has not been looked at yet: the first look comes with the start',
  ],
  [
    'AmoCRM давно не проверялся: запущен ли worker?',
    'AmoCRM көптен бері тексерілмеген: worker қосулы ма?',
    'AmoCRM has not been looked at for long: is a worker running?',
  ],
  ['AmoCRM отвечает', 'AmoCRM жауап береді', 'AmoCRM answers'],
  [
    'AmoCRM не подключён: задайте AMOCRM_DOMAIN и токен',
    'AmoCRM қосылмаған: AMOCRM_DOMAIN және токенді беріңіз',
    'AmoCRM is not connected: set AMOCRM_DOMAIN and a token',
  ],
  ['Итого', 'Барлығы', 'Total'],
  ['Остальные', 'Қалғандары', 'Others'],
  ['Без объекта', 'Нысансыз', 'Without an object'],
  ['Не распределено', 'Бөлінбеген', 'Unattributed'],
  ['Такого лида нет', 'Мұндай лид жоқ', 'There is no such lead'],
  [
    'parent: укажите кампанию или группу объявлений',
    'parent: науқанды немесе хабарландырулар тобын көрсетіңіз',
    'parent: name a campaign or an ad set',
  ],
  ...DIAGNOSTICS_TRANSLATIONS,
];
