/**
 * `npm run verify`: everything that can be said about the code without running it, in seconds and without a
 * database. One line per check; the failures in full at the end.
 */
import { bootstrap } from './bootstrap.mjs';
import { dependencies } from './checks/dependencies.mjs';
import { docs } from './checks/docs.mjs';
import { hardCodedTexts } from './checks/hard-coded-texts.mjs';
import { repeatedMistakes } from './checks/lessons.mjs';
import { secrets } from './checks/secrets.mjs';
import { format, lint, types, unused } from './checks/tools.mjs';
import { walls } from './checks/walls.mjs';
import { runMain } from './lib/errors.mjs';

/** @type {Record<string, import('./checks/tools.mjs').Check>} */
const checks = {
  ...{ format, lint, types, walls, unused, docs, lessons: repeatedMistakes, texts: hardCodedTexts },
  secrets,
  locks: dependencies,
};

await runMain(async () => {
  const toolchain = await bootstrap();
  const results = await Promise.all(
    Object.entries(checks).map(([name, check]) => report(name, check, toolchain)),
  );
  const failed = results.filter(({ failures }) => failures.length > 0);
  for (const { name, failures } of failed) console.log(`\n── ${name} ──\n${failures.join('\n')}`);
  console.log(failed.length === 0 ? '\nVerified.' : `\nFailed: ${failed.map(({ name }) => name).join(', ')}`);
  return failed.length === 0 ? 0 : 1;
});

/**
 * @param {string} name
 * @param {import('./checks/tools.mjs').Check} check
 * @param {import('./checks/tools.mjs').Toolchain} toolchain
 */
async function report(name, check, toolchain) {
  const started = performance.now();
  const failures = await check(toolchain);
  const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
  console.log(`${failures.length === 0 ? 'ok    ' : 'FAILED'}  ${name.padEnd(8)} ${seconds} s`);
  return { name, failures };
}
