import type { Account } from './amocrm/account.ts';
import type { HookSender } from './amocrm/hook-sender.ts';
import type { RateLimiter } from './amocrm/rate-limit.ts';
import type { FaultBook } from './control/faults.ts';
import type { LandingPush } from './landing/push-leads.ts';
import type { LiveLoop } from './live/live-loop.ts';
import type { SimulatorOptions } from './options.ts';
import type { TakenEvent } from './meta/server-events.ts';
import type { SentMessage } from './telegram/sent-message.ts';
import type { Updates } from './telegram/updates.ts';
import type { Academy } from './world/academy.ts';

/** What the routes work with. */
export interface Simulation {
  options: SimulatorOptions;
  academy: Academy;
  account: Account;
  faults: FaultBook;
  hooks: HookSender;
  /** AmoCRM's limit of requests. */
  limiter: RateLimiter;
  landing: LandingPush;
  live: LiveLoop;
  messages: SentMessage[];
  /** Chats that the bot may write to. */
  chats: Set<string>;
  /** What people wrote to the bot. */
  updates: Updates;
  /** What the Conversions API took, in order; a repeated event is there again. */
  serverEvents: TakenEvent[];
  /** API versions it was asked by. */
  serverEventVersions: Set<string>;
  /** Requests answered so far by route, e.g. `GET /amocrm/api/v4/leads`. */
  calls: Map<string, number>;
  anchorMs: number;
  historyDays: number;
  /** Simulated time, epoch milliseconds. */
  now(): number;
  /** Own address, for links in answers. */
  url(): string;
  nextMessageId(): number;
}
