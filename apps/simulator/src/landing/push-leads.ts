import { Timers } from '../http/timers.ts';
import type { World } from '../world/world.ts';
import type { LandingLead, Utm } from '../world/types.ts';

/** A lead as the landing page sends it. */
export interface LeadPayload extends Utm {
  id: number;
  name: string;
  phone: string;
  email: string | null;
  source: LandingLead['source'];
  created_at: string;
}

export interface LandingProgress {
  pending: number;
  accepted: number;
  lastStatus: number | null;
  lastError: string | null;
}

const BATCH = 500;
const TIMEOUT_MS = 30_000;
const RETRY_PAUSES_MS = [200, 500, 1000, 2000, 5000] as const;

/**
 * The landing page's own queue: sends every lead in order, in batches, and goes on trying a batch until it is accepted
 * (2xx). Sending a lead twice is harmless, so the whole history goes out on every start.
 */
export class LandingPush {
  readonly progress: LandingProgress = { pending: 0, accepted: 0, lastStatus: null, lastError: null };
  readonly #target: { url: string; token: string } | undefined;
  readonly #world: World;
  readonly #timers = new Timers();
  readonly #queue: number[] = [];
  #failures = 0;
  #busy = false;
  #closed = false;

  constructor(target: { url: string; token: string } | undefined, world: World) {
    this.#target = target;
    this.#world = world;
  }

  enqueue(leads: Iterable<LandingLead>): void {
    if (this.#target === undefined) return;
    for (const lead of leads) this.#queue.push(lead.id);
    this.progress.pending = this.#queue.length;
    void this.#drain();
  }

  close(): void {
    this.#closed = true;
    this.#timers.clear();
  }

  async #drain(): Promise<void> {
    if (this.#busy || this.#closed) return;
    this.#busy = true;
    while (this.#queue.length > 0 && !this.#closed) {
      const batch = this.#queue.slice(0, BATCH);
      if (!(await this.#post(batch))) {
        const pauseMs = RETRY_PAUSES_MS[Math.min(this.#failures, RETRY_PAUSES_MS.length - 1)] ?? 5000;
        this.#failures += 1;
        this.#timers.after(pauseMs, () => void this.#drain());
        break;
      }
      this.#failures = 0;
      this.#queue.splice(0, batch.length);
      this.progress.accepted += batch.length;
      this.progress.pending = this.#queue.length;
    }
    this.#busy = false;
  }

  async #post(ids: readonly number[]): Promise<boolean> {
    if (this.#target === undefined) return false;
    try {
      const response = await fetch(this.#target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#target.token}` },
        body: JSON.stringify({ leads: ids.map((id) => payloadOf(this.#world, id)) }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      this.progress.lastStatus = response.status;
      this.progress.lastError = response.ok ? null : (await response.text()).slice(0, 300);
      return response.ok;
    } catch (error) {
      this.progress.lastStatus = null;
      this.progress.lastError = error instanceof Error ? error.message : String(error);
      return false;
    }
  }
}

function payloadOf(world: World, leadId: number): LeadPayload {
  const lead = world.leads.get(leadId);
  if (lead === undefined) throw new Error(`no lead ${leadId}`);
  return {
    id: lead.id,
    name: world.person(lead.personId).name,
    phone: lead.phone,
    email: lead.email,
    ...lead.touch.utm,
    source: lead.source,
    created_at: new Date(lead.atMs).toISOString(),
  };
}
