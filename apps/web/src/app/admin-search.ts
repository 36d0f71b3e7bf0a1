import type { ConversionState, DeliveryState, RuleField } from '@traffic/contract';
import { RULE_SHOWS, type RuleShow } from '../pages/rules/shown-rules.ts';

type Search = Record<string, unknown>;

/** The value when it is one of the known ones: an old link with another still opens. */
function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}
const text = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;

/** How the tables of a page are sorted (widgets/admin/table-order.ts). */
type Ordered = { order?: string | undefined };
export const ordered = (search: Search): Ordered => ({ order: text(search.order) });

const RULE_TABS = ['rules', 'values', 'versions', 'plans'] as const;
const SETTING_TABS = [
  'facebook',
  'products',
  'rates',
  'users',
  'tokens',
  'notifications',
  'audit',
  'privacy',
] as const;
const INTEGRATION_TABS = ['state', 'incidents', 'gaps', 'reconciliations', 'jobs'] as const;
const INCIDENT_STATES = ['open', 'closed'] as const;
const MOVED = ['sale', 'lead', 'spend'] as const;

/** The `tab` of an address: a part of a page that is shown alone. */
export type PageTab =
  | (typeof RULE_TABS)[number]
  | (typeof SETTING_TABS)[number]
  | (typeof INTEGRATION_TABS)[number];

/** Fields of a tag that a link may ask to assign. */
const SEED_FIELDS = [
  'utm',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
] as const satisfies readonly RuleField[];

type RulesSearch = Ordered & {
  tab?: (typeof RULE_TABS)[number] | undefined;
  team?: string | undefined;
  show?: RuleShow | undefined;
  q?: string | undefined;
  moved?: (typeof MOVED)[number] | undefined;
  /** A value somebody saw elsewhere, to begin a rule with. */
  field?: (typeof SEED_FIELDS)[number] | undefined;
  value?: string | undefined;
  /** A Monday: the week whose plan is shown. */
  week?: string | undefined;
};

/** What of the address «Конструктор команд» shows. */
export const rulesSearch = (search: Search): RulesSearch => ({
  tab: oneOf(search.tab, RULE_TABS),
  team: text(search.team),
  show: oneOf(search.show, RULE_SHOWS),
  q: text(search.q),
  moved: oneOf(search.moved, MOVED),
  field: oneOf(search.field, SEED_FIELDS),
  value: text(search.value),
  week: dayOf(search.week),
  ...ordered(search),
});

const STATES: readonly DeliveryState[] = ['pending', 'processed', 'ignored', 'quarantined', 'failed'];

type InboxSearch = {
  state?: DeliveryState | undefined;
  endpoint?: string | undefined;
  q?: string | undefined;
  delivery?: string | undefined;
};

/** What of the address «Вебхуки» shows. */
export const inboxSearch = (search: Search): InboxSearch => ({
  state: oneOf(search.state, STATES),
  endpoint: text(search.endpoint),
  q: text(search.q),
  delivery: text(search.delivery),
});

type SettingsSearch = Ordered & {
  tab?: (typeof SETTING_TABS)[number] | undefined;
  action?: string | undefined;
  actor?: string | undefined;
};
const EVENT_STATES: readonly ConversionState[] = ['pending', 'claimed', 'sent', 'refused', 'in_doubt'];

type ConversionsSearch = { state?: ConversionState | undefined };

/** What of the address «Конверсии в Meta» shows. */
export const conversionsSearch = (search: Search): ConversionsSearch => ({
  state: oneOf(search.state, EVENT_STATES),
});

/** What of the address «Настройки» shows. */
export const settingsSearch = (search: Search): SettingsSearch => ({
  tab: oneOf(search.tab, SETTING_TABS),
  action: text(search.action),
  actor: text(search.actor),
  ...ordered(search),
});

type IntegrationsSearch = Ordered & {
  tab?: (typeof INTEGRATION_TABS)[number] | undefined;
  /** Of «История»: what is still open, or what is over. */
  alarms?: (typeof INCIDENT_STATES)[number] | undefined;
};

/** What of the address «Интеграции» shows. */
export const integrationsSearch = (search: Search): IntegrationsSearch => ({
  tab: oneOf(search.tab, INTEGRATION_TABS),
  alarms: oneOf(search.alarms, INCIDENT_STATES),
  ...ordered(search),
});
