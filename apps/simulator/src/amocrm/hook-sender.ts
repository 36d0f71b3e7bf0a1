import type { FaultBook } from '../control/faults.ts';
import { Timers } from '../http/timers.ts';
import type { Preset } from '../world/preset.ts';
import { createRng, type Rng } from '../world/random.ts';
import type { Account } from './account.ts';
import { digitalPipelineBody, type HookEvent, hookBody } from './hook-body.ts';
import { deliverHook, type DeliveryRules, type HookRecord, newRequestId } from './hook-delivery.ts';
import { type Subscription, Subscriptions } from './subscriptions.ts';

export interface HookSenderOptions {
  seed: number;
  preset: Preset;
  account: Account;
  faults: FaultBook;
  retryScale: number;
  now(): number;
}

const KEPT_RECORDS = 2000;
/** How long a hook chosen to be batched or reordered waits for company. */
const HOLD_MS = 1000;

/** Turns events of deals into hooks for every subscription, with the faults of the network in between. */
export class HookSender {
  readonly subscriptions = new Subscriptions();
  readonly records: HookRecord[] = [];
  readonly #options: HookSenderOptions;
  readonly #timers = new Timers();
  readonly #rules: DeliveryRules;
  readonly #rng: Rng;
  readonly #late: { to: Subscription; events: HookEvent[] }[] = [];
  readonly #batches = new Map<Subscription, HookEvent[]>();
  #lastId = 0;

  constructor(options: HookSenderOptions) {
    this.#options = options;
    this.#rng = createRng(options.seed, 'hook-faults');
    this.#rules = {
      timers: this.#timers,
      now: options.now,
      retryScale: options.retryScale,
      onInvalid: (url) => this.subscriptions.noteInvalidAnswer(url, options.now()),
    };
  }

  /** Sends an event to everybody who asked for it. Answers the id of the first hook made, null when it is held or unwanted. */
  emit(event: HookEvent): number | null {
    const ids = this.subscriptions.interestedIn(event).map((to) => this.#route(to, event));
    return ids.find((id) => id !== null) ?? null;
  }

  close(): void {
    this.#timers.clear();
  }

  #route(to: Subscription, event: HookEvent): number | null {
    const fault = this.#options.faults.get('hooks');
    if (fault === undefined) return this.#send(to, [event]);
    if (this.#rng.chance(fault.drop)) return this.#record(to, [event], 'dropped').id;
    if (!to.digitalPipeline && this.#rng.chance(fault.batch)) return this.#hold(to, event);
    if (this.#rng.chance(fault.reorder)) {
      this.#late.push({ to, events: [event] });
      this.#timers.after(HOLD_MS, () => this.#releaseLate());
      return null;
    }
    const id = this.#send(to, [...this.#takeBatch(to), event]);
    if (this.#rng.chance(fault.duplicate)) this.#send(to, [event]);
    this.#releaseLate();
    return id;
  }

  #hold(to: Subscription, event: HookEvent): null {
    this.#batches.set(to, [...(this.#batches.get(to) ?? []), event]);
    this.#timers.after(HOLD_MS, () => {
      const events = this.#takeBatch(to);
      if (events.length > 0) this.#send(to, events);
    });
    return null;
  }

  #takeBatch(to: Subscription): HookEvent[] {
    const events = this.#batches.get(to) ?? [];
    this.#batches.delete(to);
    return events;
  }

  #releaseLate(): void {
    for (const { to, events } of this.#late.splice(0)) this.#send(to, events);
  }

  #send(to: Subscription, events: readonly HookEvent[]): number {
    const record = this.#record(to, events, 'sending');
    void deliverHook(record, this.#rules);
    return record.id;
  }

  #record(to: Subscription, events: readonly HookEvent[], state: HookRecord['state']): HookRecord {
    const { preset, account } = this.#options;
    const first = events[0];
    const short = to.digitalPipeline && first?.action === 'status';
    this.#lastId += 1;
    const record: HookRecord = {
      id: this.#lastId,
      requestId: newRequestId(),
      url: to.destination,
      dealIds: events.map(({ deal }) => deal.id),
      actions: events.map(({ action }) => action),
      body: short ? digitalPipelineBody(account, first) : hookBody(preset, account, events),
      state,
      attempts: [],
    };
    this.records.push(record);
    if (this.records.length > KEPT_RECORDS) this.records.shift();
    return record;
  }
}
