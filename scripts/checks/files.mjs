import { existsSync, readdirSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

const skipped = new Set(['node_modules', 'dist', 'data', 'test-results', 'playwright-report']);

/**
 * Files of the repository in a stable order, without what is installed, built or produced by a run.
 *
 * @param {string} folder relative to the root; '' is the root itself
 * @param {RegExp} wanted tested against the whole relative path
 * @returns {string[]} POSIX paths relative to the root
 */
export function listFiles(folder, wanted) {
  if (!existsSync(at(folder))) return [];
  return readdirSync(at(folder), { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name) && (!name.startsWith('.') || name === '.ci'))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return listFiles(path, wanted);
      return wanted.test(path) ? [path] : [];
    });
}
