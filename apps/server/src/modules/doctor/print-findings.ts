import { styleText } from 'node:util';
import type { Finding } from './finding.ts';

const MARKS = { ok: '✓', warning: '!', error: '✗' } as const;
const COLOURS = { ok: 'green', warning: 'yellow', error: 'red' } as const;
const ORDER = ['ok', 'warning', 'error'] as const;

/**
 * Findings as lines for a terminal, the worst last, where the reader's eye is; then one closing line.
 *
 * @param colour false for a file or a pipe
 */
export function printFindings(findings: readonly Finding[], colour: boolean): string {
  const paint = (level: Finding['level'], text: string) =>
    colour ? styleText(COLOURS[level], text, { validateStream: false }) : text;
  const lines = ORDER.flatMap((level) => findings.filter((finding) => finding.level === level)).flatMap(
    ({ level, subject, message, action }) => [
      `${paint(level, MARKS[level])} ${subject}: ${message}`,
      ...(action === null ? [] : [`    → ${action}`]),
    ],
  );
  const count = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length;
  const closing = `${count('ok')} ok, ${count('warning')} to consider, ${count('error')} to mend`;
  return `${[...lines, '', closing].join('\n')}\n`;
}
