import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Finding, ok, warning } from '../doctor/index.ts';
import { TEST_MARK, WEBHOOK_PATHS } from '../inbox/index.ts';
import { type Ask, jsonOf, saidBy, type Target } from './client.ts';

const LOOKS = 60;
const LOOK_MS = 500;

/**
 * One marked delivery per webhook, all the way: acknowledged, stored, processed, removed. It has no deal in it, so that
 * ledger, leads and notices cannot know of it even while it is there.
 */
export async function writeTestDeliveries(target: Target, ask: Ask): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const path of WEBHOOK_PATHS) findings.push(await tryWebhook(target, ask, path));
  return findings;
}

async function tryWebhook(target: Target, ask: Ask, path: string): Promise<Finding> {
  const subject = `delivery ${path}`;
  const address = target.webhookSecret === null ? path : `${path}/${target.webhookSecret}`;
  const posted = await ask(address, { method: 'POST', body: `${TEST_MARK}${randomUUID()}` });
  if (posted.status === 401)
    return failure(subject, 'the secret is refused', 'set AMOCRM_WEBHOOK_SECRET here as it is on the server');
  const id = jsonOf(posted)['delivery_id'];
  if (posted.status !== 200 || typeof id !== 'string')
    return failure(
      subject,
      saidBy(posted),
      'AmoCRM would repeat it some times and then give up: look at the log',
    );
  if (id.startsWith('spool:'))
    return warning(
      subject,
      'is kept in the local spool: the database is away or slow',
      `look at the database; the marked delivery ${id} stays in the inbox until somebody removes it`,
    );
  const state = await waitUntilProcessed(ask, id);
  const removed = await ask(`/api/v1/inbox/${id}`, { method: 'DELETE', signed: true });
  if (state === null)
    return failure(
      subject,
      `is acknowledged and not processed after ${(LOOKS * LOOK_MS) / 1000} s`,
      'is a worker running?',
    );
  if (removed.status !== 200)
    return warning(
      subject,
      `went through but stays: ${saidBy(removed)}`,
      `remove it: DELETE /api/v1/inbox/${id}`,
    );
  return ok(subject, `acknowledged in ${Math.round(posted.ms)} ms, processed (${state}), removed`);
}

async function waitUntilProcessed(ask: Ask, id: string): Promise<string | null> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const delivery = jsonOf(await ask(`/api/v1/inbox/${id}`, { signed: true }))['delivery'];
    const state =
      typeof delivery === 'object' && delivery !== null && 'state' in delivery ? delivery.state : null;
    if (typeof state === 'string' && state !== 'pending') return state;
    await sleep(LOOK_MS);
  }
  return null;
}
