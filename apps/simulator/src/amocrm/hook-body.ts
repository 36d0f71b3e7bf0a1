import type { Preset } from '../world/preset.ts';
import type { Deal } from '../world/types.ts';
import type { Account } from './account.ts';
import { utmFields } from './custom-fields.ts';

/** What happened to a deal. `status` knows where it came from; `delete` carries ids only. */
export type HookEvent =
  | { action: 'add' | 'update' | 'delete'; deal: Deal }
  | { action: 'status'; deal: Deal; oldStatusId: number; oldPipelineId: number };

type Pair = [key: string, value: string | number];

/**
 * The form body of a web hook, as captured in May 2025 (fixtures): `account[...]` first, bracket keys percent-encoded, only
 * strings, an empty price as "". Several events make one body with indexes per action.
 */
export function hookBody(preset: Preset, account: Account, events: readonly HookEvent[]): string {
  const next = new Map<string, number>();
  const pairs = events.flatMap((event) => {
    const index = next.get(event.action) ?? 0;
    next.set(event.action, index + 1);
    return dealPairs(preset, account, event).map(
      ([key, value]): Pair => [`leads[${event.action}][${index}]${key}`, value],
    );
  });
  return encode([
    ['account[subdomain]', account.subdomain],
    ['account[id]', account.id],
    ['account[_links][self]', account.origin],
    ...pairs,
  ]);
}

/** The shorter body of a Digital Pipeline hook (captured 2023): ids only, account last, no link. */
export function digitalPipelineBody(
  account: Account,
  event: Extract<HookEvent, { action: 'status' }>,
): string {
  const prefix = 'leads[status][0]';
  return encode([
    [`${prefix}[id]`, event.deal.id],
    [`${prefix}[status_id]`, event.deal.statusId],
    [`${prefix}[pipeline_id]`, event.deal.pipelineId],
    [`${prefix}[old_status_id]`, event.oldStatusId],
    [`${prefix}[old_pipeline_id]`, event.oldPipelineId],
    ['account[id]', account.id],
    ['account[subdomain]', account.subdomain],
  ]);
}

function dealPairs(preset: Preset, account: Account, event: HookEvent): Pair[] {
  const { deal } = event;
  if (event.action === 'delete') {
    return [
      ['[id]', deal.id],
      ['[status_id]', deal.statusId],
      ['[pipeline_id]', deal.pipelineId],
    ];
  }
  return [
    ['[id]', deal.id],
    ['[name]', deal.name],
    ['[status_id]', deal.statusId],
    ...oldPlace(event),
    ['[price]', deal.price ?? ''],
    ['[responsible_user_id]', account.userId],
    ['[last_modified]', deal.updatedAtSec],
    ['[modified_user_id]', account.userId],
    ['[created_user_id]', account.userId],
    ['[date_create]', deal.createdAtSec],
    ['[pipeline_id]', deal.pipelineId],
    ['[account_id]', account.id],
    ...fieldPairs(preset, deal),
    ['[created_at]', deal.createdAtSec],
    ['[updated_at]', deal.updatedAtSec],
  ];
}

function oldPlace(event: HookEvent): Pair[] {
  if (event.action !== 'status') return [];
  const moved: Pair[] = [['[old_status_id]', event.oldStatusId]];
  return event.oldPipelineId === event.deal.pipelineId
    ? moved
    : [...moved, ['[old_pipeline_id]', event.oldPipelineId]];
}

function fieldPairs(preset: Preset, deal: Deal): Pair[] {
  return utmFields(preset, deal.touch.utm).flatMap(({ id, name, code, value }, index): Pair[] => [
    [`[custom_fields][${index}][id]`, id],
    [`[custom_fields][${index}][name]`, name],
    [`[custom_fields][${index}][values][0][value]`, value],
    [`[custom_fields][${index}][code]`, code],
  ]);
}

function encode(pairs: readonly Pair[]): string {
  return new URLSearchParams(pairs.map(([key, value]): [string, string] => [key, String(value)])).toString();
}
