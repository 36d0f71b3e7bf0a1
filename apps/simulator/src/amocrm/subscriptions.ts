import type { HookEvent } from './hook-body.ts';

/** A web hook subscription as GET /webhooks lists it. */
export interface Subscription {
  id: number;
  destination: string;
  /** Event names such as `status_lead`. */
  settings: string[];
  /** AmoCRM switched it off after too many invalid answers; only a person (a new subscription) turns it on. */
  disabled: boolean;
  sort: number;
  createdAtSec: number;
  updatedAtSec: number;
  /** A hook of the Digital Pipeline: only moves, and the short body. It is not in the list of the REST API. */
  digitalPipeline: boolean;
}

export const DEFAULT_SETTINGS = ['add_lead', 'status_lead', 'delete_lead'] as const;
const INVALID_LIMIT = 100;
const INVALID_WINDOW_MS = 2 * 3_600_000;

/** Who gets hooks, and the rule that switches a bad receiver off: more than 100 invalid answers in two hours. */
export class Subscriptions {
  readonly #byDestination = new Map<string, Subscription>();
  readonly #invalid = new Map<string, number[]>();

  get all(): Subscription[] {
    return [...this.#byDestination.values()];
  }

  subscribe(
    destination: string,
    settings: readonly string[],
    nowMs: number,
    digitalPipeline = false,
  ): Subscription {
    const atSec = Math.floor(nowMs / 1000);
    const known = this.#byDestination.get(destination);
    const subscription = {
      id: known?.id ?? 800_001 + this.#byDestination.size,
      destination,
      settings: [...settings],
      disabled: false,
      sort: 1,
      createdAtSec: known?.createdAtSec ?? atSec,
      updatedAtSec: atSec,
      digitalPipeline,
    };
    this.#byDestination.set(destination, subscription);
    this.#invalid.delete(destination);
    return subscription;
  }

  unsubscribe(destination: string): boolean {
    return this.#byDestination.delete(destination);
  }

  /** The enabled subscriptions that asked for this kind of event. */
  interestedIn({ action }: HookEvent): Subscription[] {
    return this.all.filter(
      (one) =>
        !one.disabled &&
        (one.digitalPipeline ? action === 'status' : one.settings.includes(`${action}_lead`)),
    );
  }

  noteInvalidAnswer(destination: string, nowMs: number): void {
    const recent = (this.#invalid.get(destination) ?? []).filter((at) => at > nowMs - INVALID_WINDOW_MS);
    recent.push(nowMs);
    this.#invalid.set(destination, recent);
    const subscription = this.#byDestination.get(destination);
    if (subscription !== undefined && recent.length > INVALID_LIMIT) subscription.disabled = true;
  }
}
