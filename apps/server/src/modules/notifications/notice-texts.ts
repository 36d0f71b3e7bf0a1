import type { ChatLanguage } from '@traffic/contract';

const LANGUAGES = ['ru', 'kk', 'en'] as const;
type Texts = readonly [ru: string, kk: string, en: string];

/** Every text that goes to a chat, in the chat's language; {0} is a value, escaped by who puts it in. */
const TEXTS = {
  'sale.title': ['НОВАЯ ПРОДАЖА!', 'ЖАҢА САТЫЛЫМ!', 'NEW SALE!'],
  'sale.team': ['Таргетолог', 'Таргетолог', 'Media buyer'],
  'sale.noTeam': ['не распределено', 'бөлінбеген', 'unattributed'],
  'sale.buyer': ['Клиент', 'Клиент', 'Buyer'],
  'sale.noBuyer': ['имя ещё не известно', 'аты әлі белгісіз', 'the name is not known yet'],
  'sale.amount': ['Сумма', 'Сома', 'Amount'],
  'sale.noAmount': ['не указана в AmoCRM', 'AmoCRM-де көрсетілмеген', 'not given in AmoCRM'],
  'sale.product': ['Продукт', 'Өнім', 'Product'],
  'sale.campaign': ['Кампания', 'Науқан', 'Campaign'],
  'sale.noCampaign': ['нет метки', 'белгі жоқ', 'no tag'],
  'sale.congratulations': [
    '{0}, ПОЗДРАВЛЯЕМ! ПО ВАМ СДЕЛАЛИ ПРОДАЖУ! 🔥',
    '{0}, ҚҰТТЫҚТАЙМЫЗ! СІЗДІҢ ТРАФИКТЕН САТЫЛЫМ БОЛДЫ! 🔥',
    '{0}, CONGRATULATIONS! YOUR TRAFFIC MADE A SALE! 🔥',
  ],
  'lead.title': ['Новый лид', 'Жаңа лид', 'New lead'],
  'lead.name': ['Имя', 'Аты', 'Name'],
  'lead.noName': ['не указано', 'көрсетілмеген', 'not given'],
  'lead.source': ['Форма', 'Форма', 'Form'],
  'report.yesterday': ['Итоги дня', 'Күн қорытындысы', 'The day'],
  'report.today': ['Сегодня к 22:00', 'Бүгін 22:00-ге дейін', 'Today by 22:00'],
  'report.week': ['Итоги недели', 'Апта қорытындысы', 'The week'],
  'report.everybody': ['Все команды', 'Барлық команда', 'All teams'],
  'report.teams': ['По командам', 'Командалар бойынша', 'By team'],
  'report.unattributed': ['Не распределено', 'Бөлінбеген', 'Unattributed'],
  'report.notOver': ['день не завершён', 'күн аяқталмаған', 'day not over'],
  'report.unknown': ['нет данных', 'дерек жоқ', 'no data'],
  'report.more': ['и ещё команд: {0}', 'тағы {0} команда', 'and {0} more teams'],
  'report.noAmount': [
    'Продаж без суммы: {0}, в выручку они не вошли',
    'Сомасы белгісіз сатылым: {0}, түсімге кірмеді',
    'Sales of unknown amount: {0}, not in the revenue',
  ],
  'report.noRate': [
    'Дней рекламы без курса: {0}, их расход не вошёл',
    'Бағамы жоқ жарнама күндері: {0}, шығыны кірмеді',
    'Ad-days without a rate: {0}, their spend is not in',
  ],
  'report.incomplete': ['Данные неполные', 'Дерек толық емес', 'The data are incomplete'],
  'report.since': ['с {0}', '{0} бастап', 'since {0}'],
  'plan.title': ['План недели', 'Апта жоспары', 'Plan of the week'],
  'plan.pace': ['темп {0}', 'қарқын {0}', 'pace {0}'],
  'source.amocrm': ['AmoCRM', 'AmoCRM', 'AmoCRM'],
  'source.meta': ['расход Meta', 'Meta шығыны', 'Meta spend'],
  'source.rates': ['курсы валют', 'валюта бағамы', 'exchange rates'],
  'source.landing': ['лиды лендингов', 'лендинг лидтері', 'landing leads'],
  'alarm.opened': ['Тревога', 'Дабыл', 'Alarm'],
  'alarm.over': ['Снова в порядке', 'Қайта қалпында', 'Over again'],
  'alarm.affected': ['Что это меняет', 'Неге әсер етеді', 'What it changes'],
  'alarm.owner': ['Кому чинить', 'Кім түзетеді', 'Who mends it'],
  'alarm.admins': ['администраторы', 'әкімшілер', 'administrators'],
  'alarm.ownerTeam': ['команда {0}', '{0} командасы', 'team {0}'],
  'alarm.since': ['С {0}', '{0} бастап', 'Since {0}'],
  'alarm.lasted': ['Длилось минут: {0}', 'Ұзақтығы, минут: {0}', 'It lasted, minutes: {0}'],
  'reply.connected': [
    'Готово: сюда будут приходить сообщения. Чьи: {0}.',
    'Дайын: хабарламалар осында келеді. Кімдікі: {0}.',
    'Done: messages will come here. Whose: {0}.',
  ],
  'reply.everybody': ['все команды', 'барлық команда', 'all teams'],
  'reply.wrongCode': [
    'Этот код не подходит: он уже использован или старше 30 минут. Возьмите новый в «Настройках», «Уведомления».',
    'Бұл код жарамайды: ол қолданылған немесе 30 минуттан ескі. «Баптаулар», «Хабарламалар» бөлімінен жаңасын алыңыз.',
    'This code does not fit: it was used, or is older than 30 minutes. Take a new one in “Settings”, “Notifications”.',
  ],
  'test.title': ['Проверка', 'Тексеру', 'Test'],
  'test.text': [
    'Сообщения Traffic Dashboard приходят сюда.',
    'Traffic Dashboard хабарламалары осында келеді.',
    'Messages of Traffic Dashboard come here.',
  ],
} as const satisfies Record<string, Texts>;

export type TextKey = keyof typeof TEXTS;

/** A text of a chat, with its value in place. */
export function textOf(key: TextKey, language: ChatLanguage, value: string | number = ''): string {
  return TEXTS[key][LANGUAGES.indexOf(language)]?.replaceAll('{0}', () => String(value)) ?? key;
}

/** A name of several lines, or one that turns the reading direction, would write lines of its own into a message. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

/** Telegram's HTML knows three characters; what comes from outside is bounded too, and stays on its line. */
export function escapeHtml(text: string, length = 300): string {
  return text
    .slice(0, length)
    .toWellFormed()
    .replaceAll(BREAKING, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

type Reply = 'connected' | 'everybody' | 'wrongCode';

/** What the bot answers to who writes to it. */
export function replyText(key: Reply, language: ChatLanguage, value = ''): string {
  return textOf(`reply.${key}`, language, escapeHtml(value));
}
