import { readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { listFiles } from './files.mjs';

const money = '(?:amount|price|spend|revenue|sum)';
const product = /^(apps\/server|packages)\//;

/**
 * Mistakes that an earlier system of this kind made and that a line of text gives away. The linter has no
 * rule for them.
 *
 * @type {{ pattern: RegExp, where: RegExp, why: string }[]}
 */
const lessons = [
  {
    pattern: /[+]0[56]:?00\b/,
    where: /./,
    why: 'Almaty was UTC+6 before 2024-03-01 and is UTC+5 since: use the zone by name (platform/business-day.ts)',
  },
  {
    pattern: /toISOString\(\)\s*\.\s*(slice|split|substr|substring)\b/,
    where: /./,
    why: 'that is the day in Greenwich, not the business day: use platform/business-day.ts',
  },
  {
    pattern: /\bparseFloat\(/,
    where: product,
    why: 'money and rates are decimal strings: use platform/money.ts',
  },
  {
    pattern: new RegExp(`\\b(Number|parseInt)\\([\\w.?]*${money}\\w*\\)`, 'i'),
    where: product,
    why: 'a float cannot hold money: use platform/money.ts',
  },
  {
    pattern: new RegExp(`\\b\\w*(?:${money}|rate)(?:_kzt|_usd)?\\s*\\)*\\s*::\\s*(float|real|double)`, 'i'),
    where: product,
    why: 'a float cannot hold money, in SQL neither: ::numeric(20, 2)::text',
  },
  {
    pattern: /(amount|price)\w*\s*(\|\||\?\?)\s*['"`]?\d/i,
    where: product,
    why: 'an unknown amount stays unknown: no default, not even zero',
  },
  {
    pattern: /price\w*\s*\/\s*100\b/i,
    where: product,
    why: 'AmoCRM prices are whole currency units, not cents',
  },
];

const comment = /^\s*(\/\/|\/?\*)/;
/** The line above may vouch for a line that only looks like a mistake: `// allowed: why it is right here`. */
const vouched = /\/\/ allowed: \S/;

/**
 * @param {string} path relative to the root
 * @param {string} text the file's content
 * @returns {string[]} `path:line: why`, one per repeated mistake
 */
export function findRepeatedMistakes(path, text) {
  const relevant = lessons.filter(({ where }) => where.test(path));
  return text.split('\n').flatMap((line, index, all) => {
    if (comment.test(line) || vouched.test(all[index - 1] ?? '')) return [];
    const broken = relevant.filter(({ pattern }) => pattern.test(line));
    return broken.map(({ why }) => `${path}:${index + 1}: ${line.trim()}\n    ${why}`);
  });
}

/** Product code only: a test must be able to write down the mistake it guards against. */
export function repeatedMistakes() {
  return ['apps', 'packages']
    .flatMap((folder) => listFiles(folder, /\/src\/.*\.tsx?$/))
    .filter((path) => !/\.test\.tsx?$|\/testing\//.test(path))
    .flatMap((path) => findRepeatedMistakes(path, readFileSync(at(path), 'utf8')));
}
