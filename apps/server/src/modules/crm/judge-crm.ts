import type { IntegrationStatus } from '@traffic/contract';
import { AmocrmError, type AmocrmErrorKind } from '../../integrations/amocrm/index.ts';
import { webhooksProblem } from './check-webhooks.ts';
import type { GateState } from './gate-repo.ts';
import type { HookVerdict } from './judge-hooks.ts';
import { type TokenState, tokenProblem } from './token-state.ts';

/** It is looked at every five minutes: three looks missed mean that nobody looks. */
const STALE_MS = 15 * 60_000;

export type CrmFacts = {
  gate: GateState;
  token: TokenState;
  /** What the last check found; null before the first. */
  webhooks: HookVerdict[] | null;
};

/** One word and one sentence (Russian) about AmoCRM; `offline` is what stops all work with it. */
export function judgeCrm(
  { gate, token, webhooks }: CrmFacts,
  now: Date,
): { status: IntegrationStatus; message: string } {
  const { refusal, answeredAt, failedAt, failure } = gate;
  if (refusal !== null) return { status: 'offline', message: messageOf(refusal) };
  const degraded = (message: string) => ({ status: 'degraded' as const, message });
  if (failure !== null && failedAt !== null && (answeredAt === null || failedAt > answeredAt))
    return degraded(isKind(failure) ? messageOf(failure) : failure);
  if (answeredAt === null) return degraded('AmoCRM ещё не проверялся: первая проверка идёт при запуске');
  if (now.getTime() - answeredAt.getTime() > STALE_MS)
    return degraded('AmoCRM давно не проверялся: запущен ли worker?');
  const problem = tokenProblem(token) ?? webhooksProblem(webhooks ?? []);
  return problem === null ? { status: 'online', message: 'AmoCRM отвечает' } : degraded(problem);
}

const KINDS: readonly AmocrmErrorKind[] = [
  'unauthorized',
  'unpaid',
  'blocked',
  'rate',
  'server',
  'network',
  'unexpected',
];
const isKind = (failure: string): failure is AmocrmErrorKind => KINDS.some((kind) => kind === failure);
const messageOf = (kind: AmocrmErrorKind) => new AmocrmError(kind, { status: null }).message;
