/** What an alarm means to the people who read the figures. Sentences are Russian; who shows them translates. */
export type AlarmKind = {
  /** Told at night too: figures are being lost or stand still for everybody. */
  critical: boolean;
  /** What it does to the figures. */
  affected: string;
  /** The page where it is looked into and mended. */
  page: string;
};

const STANDING_CRM = 'Новые сделки приходят, но не дочитываются: покупатели и сверка ждут';
const STANDING_META = 'Расход, CPL и ROAS стоят на последнем удачном чтении';

/** The first that fits speaks. A key is `source.trouble`, sometimes with whose trouble it is behind. */
const KINDS: readonly (AlarmKind & { keys: RegExp })[] = [
  {
    keys: /^amocrm\.(token|unpaid|blocked)$/,
    ...{ critical: true, affected: STANDING_CRM, page: '/integrations' },
  },
  {
    keys: /^amocrm\.webhooks/,
    ...{ critical: true, page: '/integrations' },
    affected: 'Продажи видны только после сверки, до часа позже',
  },
  {
    keys: /^amocrm\.sync/,
    ...{ critical: false, page: '/integrations?tab=reconciliations' },
    affected: 'Потерянные вебхуками продажи не добавляются',
  },
  {
    keys: /^meta\.(token|version|stopped)$/,
    ...{ critical: true, affected: STANDING_META, page: '/integrations' },
  },
  {
    keys: /^meta\.account\./,
    ...{ critical: false, page: '/settings?tab=facebook' },
    affected: 'Расход этого кабинета и показатели его команды неполные',
  },
  {
    keys: /^landing\./,
    ...{ critical: false, page: '/integrations' },
    affected: 'Лиды и копии продаж в базе лендинга отстают',
  },
  {
    keys: /^tripwire\./,
    ...{ critical: false, affected: 'Уроки Tripwire отстают', page: '/integrations' },
  },
  {
    keys: /^rollups\./,
    ...{ critical: false, page: '/integrations?tab=jobs' },
    affected: 'Отчёты за затронутые дни пересчитываются',
  },
  {
    keys: /^telegram\./,
    ...{ critical: false, page: '/settings?tab=notifications' },
    affected: 'Сообщения в Telegram не доходят',
  },
  {
    keys: /^silence\./,
    ...{
      critical: true,
      affected: 'Новых данных нет дольше обычного: цифры могут быть неполными',
      page: '/inbox',
    },
  },
  {
    keys: /^token\.|token.expiring$/,
    ...{ critical: false, page: '/integrations' },
    affected: 'Пока ничего: когда токен кончится, данные перестанут обновляться',
  },
];

const OTHER: AlarmKind = {
  critical: false,
  affected: 'Часть данных может быть неполной',
  page: '/integrations',
};

export function alarmKind(key: string): AlarmKind {
  const found = KINDS.find(({ keys }) => keys.test(key));
  if (found === undefined) return OTHER;
  const { keys: _keys, ...kind } = found;
  return kind;
}
