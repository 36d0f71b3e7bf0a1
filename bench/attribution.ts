/**
 * How long it takes to decide all of a school's history again, and one decision alone:
 *
 *   every     each sale and lead gets its first receipt: all of them move (the worst case)
 *   apply     a change of three rules is applied: everything is decided, what moves is switched
 *   undo      and taken back
 *   one       row by row over a part of the leads: select, decide, insert, update (what sets have to beat)
 *
 * `node bench/attribution.ts [sales] [leads] [ad-days]`; with DATABASE_URL on that server (an empty database), else
 * on an embedded one. Figures go into docs/performance.md.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decideTeam, loadRuleBook } from '../apps/server/src/modules/attribution/index.ts';
import { importPresetOnce } from '../apps/server/src/modules/settings/index.ts';
import { systemClock } from '../apps/server/src/platform/clock.ts';
import {
  connectDatabase,
  migrate,
  startEmbeddedPostgres,
} from '../apps/server/src/platform/database/index.ts';
import { createLogger } from '../apps/server/src/platform/log.ts';
import { makeHistory } from '../apps/server/src/testing/make-history.ts';
import { decideLeadsOneByOne } from '../apps/server/src/testing/row-by-row.ts';
import { applyRules, undoRules } from '../apps/server/src/testing/rules-harness.ts';

const [sales = 200_000, leads = 1_000_000, adDays = 500_000] = process.argv.slice(2).map(Number);
const ONE_BY_ONE = 3_000;
const DECISIONS = 50_000;

const log = createLogger({ level: 'silent', name: 'bench' });
const folder = await mkdtemp(join(tmpdir(), 'traffic-dashboard-bench-'));
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log });
const url = embedded?.url ?? process.env.DATABASE_URL ?? '';
await migrate(url);
const { db, close } = connectDatabase({ url, maxConnections: 12, applicationName: 'bench' });
await importPresetOnce(
  db,
  fileURLToPath(new URL('../presets/onai-academy.json', import.meta.url)),
  new Date(),
);
await makeHistory(db, { sales, leads, adDays });

let peak = 0;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);

async function measure(name: string, work: () => Promise<unknown>): Promise<number> {
  peak = 0;
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const memory = `${Math.round(peak / 1024 / 1024)} MB`;
  console.log(`${name.padEnd(8)} ${seconds.toFixed(1).padStart(7)} s   peak ${memory}`);
  return seconds;
}

const deps = { db, clock: systemClock };
const facts = sales + leads;
console.log(`${sales} sales, ${leads} leads, ${adDays} ad-days`);
await measure('every', () =>
  applyRules(deps, { add: [{ team: 'kenesary', value: 'nothing-has-this', strength: 'name' }] }),
);
const apply = await measure('apply', () =>
  applyRules(deps, {
    drop: ['fb_muha', 'pb_agency', 'proftest'],
    add: [{ team: 'muha', value: 'google', strength: 'name' }],
  }),
);
await measure('undo', () => undoRules(deps));
const part = Math.min(ONE_BY_ONE, leads);
const one = await measure('one', () => decideLeadsOneByOne(db, part));
console.log(`apply ${Math.round(facts / apply)} facts/s, row by row ${Math.round(part / one)} facts/s`);
console.log(`ratio ${(facts / apply / (part / one)).toFixed(1)}`);

const rules = await loadRuleBook(db);
const at = new Date();
const startedAt = performance.now();
for (let index = 0; index < DECISIONS; index += 1) {
  const utm_campaign = `video ${index} fbarystan | lal ${index % 97}`;
  const none = { utm_medium: null, utm_content: null, utm_term: null, fbclid: null };
  const touch = { at, origin: 'deal:1', utm_source: 'facebook', utm_campaign, ...none };
  decideTeam(rules.compiled, { touch, personTouches: [], at, adLookup: rules.adLookup });
}
console.log(`one decision ${(((performance.now() - startedAt) / DECISIONS) * 1000).toFixed(1)} µs`);

clearInterval(watch);
await close();
await embedded?.stop();
await rm(folder, { recursive: true, force: true });
