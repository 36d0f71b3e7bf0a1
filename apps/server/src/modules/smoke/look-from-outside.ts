import { failure, type Finding, ok, warning } from '../doctor/index.ts';
import { TEST_MARK, WEBHOOK_PATHS } from '../inbox/index.ts';
import { type Ask, saidBy, type Target } from './client.ts';

/** What anybody on the internet may do, and what nobody may. Nothing is written, but one refusal per webhook is counted. */
export async function lookFromOutside(target: Target, ask: Ask): Promise<Finding[]> {
  const alive = await ask('/healthz');
  if (alive.status !== 200)
    return [
      failure(
        'health',
        `${target.url} does not answer: ${saidBy(alive)}`,
        'is the product running, and do DNS, proxy and certificate lead to it?',
      ),
    ];
  const findings = [ok('health', `answers in ${Math.round(alive.ms)} ms`)];
  const ready = await ask('/readyz');
  findings.push(
    ready.status === 200
      ? ok('readiness', 'database and worker are there')
      : failure('readiness', saidBy(ready), 'look at the log; a worker must run (--role=worker or all)'),
  );
  findings.push(...judgeTls(target.url), await lookAtScreen(ask), ...(await lookAtLocks(ask)));
  for (const path of WEBHOOK_PATHS) findings.push(await refusedWebhook(ask, path));
  return findings;
}

function judgeTls(url: string): Finding[] {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'https:' || hostname === 'localhost' || hostname.startsWith('127.')) return [];
  return [
    warning(
      'TLS',
      'the address is http: passwords travel readable',
      'put Caddy in front, see docs/deployment.md',
    ),
  ];
}

async function lookAtScreen(ask: Ask): Promise<Finding> {
  const screen = await ask('/');
  if (screen.status !== 200)
    return failure('screens', saidBy(screen), 'is apps/web/dist built and beside the server?');
  if (!screen.headers.has('content-security-policy'))
    return warning('screens', 'come without a content security policy', 'does a proxy remove headers?');
  return ok('screens', 'are served');
}

/** Doors that must be shut to who has no key. */
async function lookAtLocks(ask: Ask): Promise<Finding[]> {
  const paths = ['/api/v1/overview?preset=7d', '/api/v1/inbox', '/api/v1/export.csv', '/metrics'];
  const open: string[] = [];
  for (const path of paths) if ((await ask(path)).status !== 401) open.push(path);
  if (open.length === 0) return [ok('locks', 'figures, exports and metrics are shut without a key')];
  return [
    failure(
      'locks',
      `answered without a key: ${open.join(', ')}`,
      'take it off the internet and find out why',
    ),
  ];
}

async function refusedWebhook(ask: Ask, path: string): Promise<Finding> {
  const answer = await ask(`${path}/wrong-secret-of-smoke`, { method: 'POST', body: `${TEST_MARK}refused` });
  if (answer.status === 401) return ok(`webhook ${path}`, 'refuses a wrong secret');
  if (answer.status === 200)
    return failure(
      `webhook ${path}`,
      'takes a wrong secret: anybody can post sales',
      'set AMOCRM_WEBHOOK_SECRET, restart, and run npm run amocrm:subscribe',
    );
  return failure(
    `webhook ${path}`,
    saidBy(answer),
    'a hook that is not answered is lost to AmoCRM after some tries',
  );
}
