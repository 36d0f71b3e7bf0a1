import { readFileSync } from 'node:fs';

/**
 * What a test run amounts to. There is no third number: a test that was skipped, is flaky, or could not be
 * loaded has not shown what it promises, and counts as failed.
 *
 * @typedef {{ passed: number, failed: number, notes: string[] }} Tally
 */

/**
 * @param {string} name of the runner, for notes
 * @param {string} file its JSON report
 * @param {number} exitCode the runner's own verdict
 * @param {(report: any) => Tally} read
 * @returns {Tally}
 */
export function tally(name, file, exitCode, read) {
  /** @type {Tally} */
  let result;
  try {
    result = read(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return { passed: 0, failed: 1, notes: [`${name} left no report (exit code ${exitCode})`] };
  }
  if (result.passed + result.failed === 0) return { passed: 0, failed: 1, notes: [`${name} ran no test`] };
  if (exitCode !== 0 && result.failed === 0) {
    // An error outside any test: an unhandled rejection, a failed global teardown.
    return {
      ...result,
      failed: 1,
      notes: [...result.notes, `${name} failed outside its tests (exit code ${exitCode})`],
    };
  }
  return result;
}

/**
 * @param {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} report
 *   of vitest's `json` reporter
 * @returns {Tally}
 */
export function readVitest({ testResults }) {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed');
  const unloaded = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const passed = tests.filter(({ status }) => status === 'passed').length;
  return {
    passed,
    failed: tests.length - passed + unloaded.length,
    notes: [
      ...skipped.map(({ fullName }) => `skipped: ${fullName}`),
      ...unloaded.map(({ name }) => `failed to load: ${name}`),
    ],
  };
}

/**
 * @param {{ stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: { message?: string }[] }} report
 *   of Playwright's `json` reporter; `errors` are those outside any test
 * @returns {Tally}
 */
export function readPlaywright({ stats, errors }) {
  const notes = [];
  if (stats.flaky > 0) notes.push(`${stats.flaky} browser test(s) passed only on a second try`);
  if (stats.skipped > 0) notes.push(`${stats.skipped} browser test(s) skipped`);
  notes.push(...errors.map(({ message }) => `browser tests: ${message ?? 'unknown error'}`));
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + stats.skipped + errors.length,
    notes,
  };
}
