import type { DeliveryState } from '@traffic/contract';
import { RULE_SHOWS, type RuleShow } from '../pages/rules/shown-rules.ts';

type Search = Record<string, unknown>;

/** The value when it is one of the known ones: an old link with another still opens. */
function oneOf<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((one) => one === value);
}
const text = (value: unknown): string | undefined =>
  (typeof value === 'string' && value !== '') || typeof value === 'number' ? String(value) : undefined;

const RULE_TABS = ['rules', 'values', 'versions'] as const;
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
const INTEGRATION_TABS = ['state', 'gaps', 'reconciliations', 'jobs'] as const;
const MOVED = ['sale', 'lead', 'spend'] as const;

/** The `tab` of an address: a part of a page that is shown alone. */
export type PageTab =
  | (typeof RULE_TABS)[number]
  | (typeof SETTING_TABS)[number]
  | (typeof INTEGRATION_TABS)[number];

type RulesSearch = {
  tab?: (typeof RULE_TABS)[number] | undefined;
  team?: string | undefined;
  show?: RuleShow | undefined;
  q?: string | undefined;
  moved?: (typeof MOVED)[number] | undefined;
};

/** What of the address «Конструктор команд» shows. */
export const rulesSearch = (search: Search): RulesSearch => ({
  tab: oneOf(search.tab, RULE_TABS),
  team: text(search.team),
  show: oneOf(search.show, RULE_SHOWS),
  q: text(search.q),
  moved: oneOf(search.moved, MOVED),
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

type SettingsSearch = {
  tab?: (typeof SETTING_TABS)[number] | undefined;
  action?: string | undefined;
  actor?: string | undefined;
};

/** What of the address «Настройки» shows. */
export const settingsSearch = (search: Search): SettingsSearch => ({
  tab: oneOf(search.tab, SETTING_TABS),
  action: text(search.action),
  actor: text(search.actor),
});

type IntegrationsSearch = { tab?: (typeof INTEGRATION_TABS)[number] | undefined };

/** What of the address «Интеграции» shows. */
export const integrationsSearch = (search: Search): IntegrationsSearch => ({
  tab: oneOf(search.tab, INTEGRATION_TABS),
});
