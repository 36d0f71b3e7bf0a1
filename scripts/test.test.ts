import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPlaywright, readVitest, tally } from './lib/test-report.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'traffic-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Writes a runner's report and counts it as `npm test` does. */
function count(runner: 'vitest' | 'Playwright', report: unknown, exitCode = 0) {
  const file = join(folder, 'report.json');
  if (report !== undefined) writeFileSync(file, JSON.stringify(report));
  const { passed, failed } = tally(runner, file, exitCode, runner === 'vitest' ? readVitest : readPlaywright);
  return `${passed} passed, ${failed} failed`;
}

const testFile = (status: string, ...tests: string[]) => ({
  name: 'x.test.ts',
  status,
  assertionResults: tests.map((result) => ({ status: result, fullName: 'x' })),
});
const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };

describe('the closing line of npm test', () => {
  it('counts what passed and what failed', () => {
    const report = {
      testResults: [testFile('passed', 'passed', 'passed'), testFile('failed', 'passed', 'failed')],
    };
    expect(count('vitest', report, 1)).toBe('3 passed, 1 failed');
    expect(count('Playwright', { stats: { ...stats, unexpected: 2 }, errors: [] }, 1)).toBe(
      '3 passed, 2 failed',
    );
  });

  it('counts a skipped, a planned and a flaky test as failed: none has shown what it promises', () => {
    const report = { testResults: [testFile('passed', 'passed', 'pending', 'todo')] };
    expect(count('vitest', report)).toBe('1 passed, 2 failed');
    expect(count('Playwright', { stats: { ...stats, flaky: 1, skipped: 1 }, errors: [] })).toBe(
      '3 passed, 2 failed',
    );
  });

  it('counts a file that did not load as failed', () => {
    expect(count('vitest', { testResults: [testFile('passed', 'passed'), testFile('failed')] }, 1)).toBe(
      '1 passed, 1 failed',
    );
  });

  it('fails a runner that ran nothing, left no report, or failed outside its tests', () => {
    expect(count('vitest', undefined, 1)).toBe('0 passed, 1 failed');
    expect(count('vitest', { testResults: [] })).toBe('0 passed, 1 failed');
    expect(count('vitest', { testResults: [testFile('passed', 'passed')] }, 1)).toBe('1 passed, 1 failed');
    expect(count('Playwright', { stats, errors: [{ message: 'the server did not start' }] }, 1)).toBe(
      '3 passed, 1 failed',
    );
  });
});
