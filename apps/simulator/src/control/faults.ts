import { z } from 'zod';

const common = { latencyMs: z.number().min(0).optional(), times: z.number().int().positive().optional() };
const status = z.coerce.number().int().min(400).max(599).optional();
const probability = z.number().min(0).max(1).default(0);

const faultSchemas = {
  amocrm: z.strictObject({ ...common, status, html: z.boolean().optional() }),
  meta: z.strictObject({
    ...common,
    status,
    code: z.number().int().optional(),
    subcode: z.number().int().optional(),
    message: z.string().optional(),
    html: z.boolean().optional(),
    expiredToken: z.boolean().optional(),
    /** The token still works and says so: this many days are left. */
    tokenDays: z.number().min(0).optional(),
    reduceData: z.object({ maxDays: z.number().int().min(0) }).optional(),
    pageRows: z.number().int().positive().optional(),
    usagePct: z.number().min(0).max(100).optional(),
    account: z.string().optional(),
    /** The Conversions API takes the events and hangs up without an answer. */
    loseAnswer: z.boolean().optional(),
  }),
  telegram: z.strictObject({
    ...common,
    status,
    retryAfter: z.number().int().positive().optional(),
    chatId: z.coerce.string().optional(),
    /** Only this method, as `getUpdates`; without it every method but getUpdates. */
    method: z.string().optional(),
  }),
  rates: z.strictObject({ ...common, status, empty: z.boolean().optional() }),
  hooks: z.strictObject({
    drop: probability,
    duplicate: probability,
    reorder: probability,
    batch: probability,
  }),
} as const;

/** Body of POST /control/faults: a target's new fault, or null to clear it. Unknown keys are an error, not a silent no-op. */
export const faultsSchema = z.strictObject({
  amocrm: faultSchemas.amocrm.nullable().optional(),
  meta: faultSchemas.meta.nullable().optional(),
  telegram: faultSchemas.telegram.nullable().optional(),
  rates: faultSchemas.rates.nullable().optional(),
  hooks: faultSchemas.hooks.nullable().optional(),
});

export type FaultTarget = keyof typeof faultSchemas;
export type Fault<T extends FaultTarget> = z.infer<(typeof faultSchemas)[T]>;
type FaultSet = { [T in FaultTarget]?: Fault<T> };

/** The faults in force. */
export class FaultBook {
  #faults: FaultSet = {};

  get all(): Readonly<FaultSet> {
    return this.#faults;
  }

  get<T extends FaultTarget>(target: T): Fault<T> | undefined {
    return this.#faults[target] as Fault<T> | undefined;
  }

  /** Replaces the given targets, clears those that are null, leaves the others. */
  set(changes: z.infer<typeof faultsSchema>): void {
    const entries = Object.entries({ ...this.#faults, ...changes });
    this.#faults = Object.fromEntries(entries.filter(([, fault]) => fault !== null && fault !== undefined));
  }

  clear(): void {
    this.#faults = {};
  }

  /** The fault for one request of a target; counts down `times` and forgets the fault after the last one. */
  take<T extends Exclude<FaultTarget, 'hooks'>>(target: T): Fault<T> | undefined {
    const fault = this.get(target);
    if (fault?.times !== undefined) {
      const left = fault.times - 1;
      this.#faults = { ...this.#faults, [target]: left > 0 ? { ...fault, times: left } : undefined };
    }
    return fault;
  }
}
