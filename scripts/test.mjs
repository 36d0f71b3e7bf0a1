/**
 * `npm test`: everything, on any checkout: unit, database and contract tests by vitest, then the product in a
 * real browser by Playwright. The last line is `N passed, N failed`.
 *
 *   npm test                     all of it
 *   npm test -- unit             only that vitest project: unit, db or contract
 *   npm test -- decide-team      only vitest, with these arguments (part of a path, -t name)
 *
 * DATABASE_URL makes the database tests use that server (PostgreSQL 15 or later) instead of the embedded one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { ensureChromium } from './lib/chromium.mjs';
import { Problem, runMain } from './lib/errors.mjs';
import { ensureRedis } from './lib/redis.mjs';
import { run } from './lib/run.mjs';
import { readPlaywright, readVitest, tally } from './lib/test-report.mjs';
import { tool } from './lib/toolchain.mjs';

/** @typedef {{ node: string, env: NodeJS.ProcessEnv }} Toolchain */

/** Of vitest.config.ts; vitest itself would take such a word for a part of a path. */
const projects = ['unit', 'db', 'contract'];

await runMain(async () => {
  const filters = process.argv.slice(2);
  const everything = filters.length === 0;
  const toolchain = await bootstrap({ web: everything });
  const reports = mkdtempSync(join(tmpdir(), 'traffic-tests-'));
  try {
    if (needsRedis(filters)) await ensureRedis();
    const results = [await runVitest(toolchain, join(reports, 'vitest.json'), filters)];
    if (everything) results.push(await runPlaywright(toolchain, join(reports, 'playwright.json')));
    return summarise(results);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

/**
 * Contract tests start a Redis; of a single file only its own name says so.
 *
 * @param {string[]} filters
 */
function needsRedis(filters) {
  return filters.length === 0 || filters.some((word) => word === 'contract' || word.includes('redis'));
}

/**
 * @param {Toolchain} toolchain
 * @param {string} report
 * @param {string[]} filters
 */
async function runVitest({ node, env }, report, filters) {
  const selection = filters.map((word) => (projects.includes(word) ? `--project=${word}` : word));
  const args = ['run', ...selection, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return tally('vitest', report, await run(node, [tool('vitest'), ...args], { env }), readVitest);
}

/**
 * @param {Toolchain} toolchain
 * @param {string} report
 * @returns {Promise<import('./lib/test-report.mjs').Tally>}
 */
async function runPlaywright({ node, env }, report) {
  const chromium = await ensureChromium().catch((error) => error);
  if (chromium instanceof Problem) return { passed: 0, failed: 1, notes: [chromium.message] };
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json'];
  const code = await run(node, [tool('@playwright/test', 'playwright'), ...args], {
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, CHROMIUM_PATH: chromium },
  });
  return tally('Playwright', report, code, readPlaywright);
}

/** @param {import('./lib/test-report.mjs').Tally[]} results */
function summarise(results) {
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  for (const note of results.flatMap(({ notes }) => notes)) console.log(note);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
