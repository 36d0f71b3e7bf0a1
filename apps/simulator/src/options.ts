import { z } from 'zod';
import { parsePreset } from './world/preset.ts';

/** Everything a simulator can be told. `README.md` has the table. */
export const optionsSchema = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4010),
  preset: z.unknown().transform(parsePreset),
  state: z.string().min(1).optional(),
  seed: z.coerce.number().int().default(1),
  anchor: z.coerce.date().optional(),
  historyDays: z.coerce.number().int().min(0).max(1000).default(180),
  live: z.boolean().default(false),
  hookUrl: z.url().optional(),
  dpHookUrl: z.url().optional(),
  hookRetryScale: z.coerce.number().min(0).default(1),
  landingUrl: z.url().optional(),
  landingToken: z.string().default(''),
  amocrmToken: z.string().min(1).default('sim-amocrm-token'),
  amocrmRefreshToken: z.string().min(1).default('sim-amocrm-refresh-token'),
  amocrmAccountId: z.coerce.number().int().positive().default(31_415_926),
  metaToken: z.string().min(1).default('sim-meta-token'),
  telegramToken: z
    .string()
    .regex(/^\d+:.+$/, 'a bot token is number:secret')
    .default('100200300:sim-telegram-token'),
  telegramChats: z.array(z.string()).default(['-1001234567890']),
  /** Three zones and currencies, restated figures, archived ads, spend without ads. */
  variedAccounts: z.boolean().default(false),
  /** `quiet`, or `kind:team` by comma: a steady school (after `lively,` the demo's) with these troubles; see world/situations.ts. */
  situations: z.string().optional(),
  rateLimit: z.boolean().default(true),
  /** Real time, epoch milliseconds; tests may stop it. */
  clock: z.custom<() => number>((value) => typeof value === 'function').default(() => () => Date.now()),
});

export type SimulatorInput = z.input<typeof optionsSchema>;
export type SimulatorOptions = z.output<typeof optionsSchema>;
