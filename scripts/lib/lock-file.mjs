import { readFileSync } from 'node:fs';
import { at } from './paths.mjs';

/** @typedef {{ version?: string, integrity?: string, link?: boolean, optional?: boolean, dev?: boolean, devOptional?: boolean }} LockEntry */

/**
 * Why `node_modules` is not what `package-lock.json` says, or null when it is. Compares the lock file with
 * npm's own record of what it installed, so that an install made by hand counts as well as one made by us.
 * Optional packages may be absent (they are other platforms' binaries), and so may development packages in
 * production, where an image is built without them.
 *
 * @returns {string | null}
 */
export function lockDrift() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (wanted === null) return 'package-lock.json is missing';
  if (installed === null) return 'nothing is installed yet';
  const production = process.env.NODE_ENV === 'production';
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue;
    const found = installed[path];
    if (found === undefined && (entry.optional || (production && (entry.dev || entry.devOptional)))) continue;
    if (found === undefined) return `${path} is not installed`;
    if (found.version !== entry.version || found.integrity !== entry.integrity) return `${path} is outdated`;
  }
  return null;
}

/**
 * @param {string} path
 * @returns {Record<string, LockEntry> | null}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(at(path), 'utf8')).packages;
  } catch {
    return null;
  }
}
