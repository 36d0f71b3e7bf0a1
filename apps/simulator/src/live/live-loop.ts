import { Timers } from '../http/timers.ts';
import type { Academy } from '../world/academy.ts';
import type { TeamPlan } from '../world/campaigns.ts';
import { createRng, type Rng } from '../world/random.ts';
import { type Effects, leadNow, refundNow, saleNow } from './verbs.ts';

export interface LiveState {
  enabled: boolean;
  /** Mean pause between two leads; sales come 1.3 times as slowly. */
  intervalMs: number;
}

const DEFAULT_INTERVAL_MS = 17_500;
const SALE_PACE = 1.3;

/** Keeps the school busy: leads, sales (about one of twelve is the main product) and a refund now and then. */
export class LiveLoop {
  readonly state: LiveState = { enabled: false, intervalMs: DEFAULT_INTERVAL_MS };
  readonly #academy: Academy;
  readonly #now: () => number;
  readonly #effects: Effects;
  readonly #timers = new Timers();
  #generation = 0;

  constructor(academy: Academy, now: () => number, effects: Effects) {
    this.#academy = academy;
    this.#now = now;
    this.#effects = effects;
  }

  set(enabled: boolean, intervalMs = this.state.intervalMs): void {
    this.state.enabled = enabled;
    this.state.intervalMs = intervalMs;
    this.#timers.clear();
    if (!enabled) return;
    this.#repeat(1, (plan, rng) => void leadNow(this.#academy, plan, this.#now(), rng, this.#effects));
    this.#repeat(SALE_PACE, (plan, rng) => this.#trade(plan, rng));
  }

  close(): void {
    this.#timers.clear();
  }

  /** A random source that differs each time and after every restart, because the world has grown meanwhile. */
  draw(): Rng {
    this.#generation += 1;
    return createRng(this.#academy.seed, 'live', this.#academy.world.version, this.#generation);
  }

  #repeat(pace: number, act: (plan: TeamPlan, rng: Rng) => void): void {
    const rng = this.draw();
    this.#timers.after(this.state.intervalMs * pace * (0.85 + rng.next() * 0.3), () => {
      act(this.#pickTeam(rng), rng);
      this.#repeat(pace, act);
    });
  }

  #trade(plan: TeamPlan, rng: Rng): void {
    const { entry, main, pools, world } = this.#academy;
    const recent = world.deals.get(pools.won.at(-rng.int(1, 30)) ?? 0);
    if (recent !== undefined && rng.chance(0.02)) {
      refundNow(this.#academy, recent, this.#now(), rng, this.#effects);
      return;
    }
    const product = rng.chance(1 / 12) ? main : entry;
    saleNow(this.#academy, { team: plan.team.slug, product }, this.#now(), rng, this.#effects);
  }

  /** Better teams sell more often. */
  #pickTeam(rng: Rng): TeamPlan {
    const weights = Object.fromEntries(
      this.#academy.plans.map((plan, index) => [index, plan.profile.entrySales]),
    );
    const plan = this.#academy.plans[Number(rng.weighted(weights))];
    return plan ?? rng.pick(this.#academy.plans);
  }
}
