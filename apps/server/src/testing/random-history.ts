/** Random lives of deals, as the CRM lives them, and the hooks that tell of them. For tests. */
import { leadHook } from './running-server.ts';

export type Random = () => number;

/** A small generator with a seed (mulberry32): the same seed tells the same stories. */
export function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const pick = <T>(random: Random, items: readonly [T, ...T[]]): T =>
  items[Math.floor(random() * items.length)] ?? items[0];

/** One thing that happened to a deal, in the CRM's order. */
export type Happening = {
  action: 'update' | 'status' | 'delete' | 'restore';
  statusId: number;
  oldStatusId: number;
  price: number;
  /** Unix seconds: the deal's updated_at after it. */
  version: number;
  /** When it is told for the first time: a deletion at once, others up to 15 minutes later. */
  receivedAt: Date;
};

const EXPRESS = 10350882;
const STATUSES = [10, 20, 142, 143] as const;

/** What happens to a deal, oldest first: changes, moves within one second, deletions, restores. */
export function randomHistory(random: Random, startAt: number): Happening[] {
  const history: Happening[] = [];
  let now = startAt;
  let deal = { statusId: 10, price: 5000, deleted: false };
  const tell = (action: Happening['action'], oldStatusId: number) => {
    const late = action === 'delete' || action === 'restore' ? random() * 0.9 : random() * 900;
    history.push({ action, ...deal, oldStatusId, version: now, receivedAt: new Date((now + late) * 1000) });
  };
  const length = 3 + Math.floor(random() * 6);
  while (history.length < length) {
    now += 1 + Math.floor(random() * 600);
    const before = deal.statusId;
    const chance = random();
    if (deal.deleted) {
      deal = { ...deal, deleted: false };
      tell('restore', before);
    } else if (chance < 0.1) {
      deal = { ...deal, deleted: true };
      tell('delete', before);
    } else if (chance < 0.25) {
      deal = { ...deal, price: pick(random, [0, 4500, 5000, 6000]) };
      tell('update', before);
    } else if (chance < 0.45) {
      // Several moves in one second: only `old_status_id` says which came first.
      for (const statusId of STATUSES.filter((other) => other !== before && random() < 0.6)) {
        const from = deal.statusId;
        deal = { ...deal, statusId };
        tell('status', from);
      }
    } else {
      deal = { ...deal, statusId: pick(random, STATUSES) };
      tell('status', before);
    }
  }
  return history;
}

/** The hook of a happening, as AmoCRM sends it. */
export function hookOf(leadId: number, happening: Happening): string {
  const { action, statusId, oldStatusId, price, version } = happening;
  const place = { id: leadId, status_id: statusId, pipeline_id: EXPRESS };
  if (action === 'delete') return leadHook('delete', place);
  const moved = oldStatusId === statusId ? {} : { old_status_id: oldStatusId };
  return leadHook(action, { ...place, ...moved, price, updated_at: version });
}
