import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from '../lib/paths.mjs';
import { listFiles } from './files.mjs';

const environmentFile = 'apps/server/src/platform/config/environment.ts';
const repositoryPath = /^(?:apps|packages|scripts|docs|e2e|bench|presets|\.ci)\/[\w./-]+$/;
/** Made by a run, so absent from a fresh clone. */
const produced = /(^|\/)(dist|data|node_modules)(\/|$)/;

/** @param {string} path */
const read = (path) => readFileSync(at(path), 'utf8');

/**
 * @param {string} text
 * @param {RegExp} pattern with one group
 * @returns {string[]}
 */
const groups = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

/** Documentation that names what does not exist, and settings that it does not name. */
export function docs() {
  const pages = listFiles('', /\.md$/);
  return [...pages.flatMap(deadPaths), ...pages.flatMap(deadCommands), ...undocumentedSettings()];
}

/** @param {string} page */
function deadPaths(page) {
  const text = read(page);
  const links = groups(text, /\]\(([^)\s]+)\)/g)
    .filter((link) => !/^([a-z]+:|#)/.test(link))
    .map((link) => join(dirname(page), link.replace(/#.*/, '')));
  const mentions = groups(text, /`([^`\s]+)`/g).filter((word) => repositoryPath.test(word));
  return [...new Set([...links, ...mentions])]
    .filter((path) => !produced.test(path) && !existsSync(at(path)))
    .map((path) => `${page}: ${path} does not exist`);
}

/** @param {string} page */
function deadCommands(page) {
  const { scripts } = JSON.parse(read('package.json'));
  return groups(read(page), /\bnpm run ([\w:-]+)/g)
    .filter((name) => !(name in scripts))
    .map((name) => `${page}: there is no "npm run ${name}"`);
}

/** The server's settings, `.env.example` and the README's table must be one list. */
function undocumentedSettings() {
  const settings = groups(read(environmentFile), /^ {2}([A-Z][A-Z0-9_]+):/gm);
  if (settings.length === 0)
    return [`${environmentFile}: no setting found; this check reads it line by line`];
  return [
    ...differences(settings, '.env.example', groups(read('.env.example'), /^#? ?([A-Z][A-Z0-9_]+)=/gm)),
    ...differences(settings, 'README.md', groups(read('README.md'), /^\| `([A-Z][A-Z0-9_]+)` \|/gm)),
  ];
}

/**
 * @param {string[]} settings
 * @param {string} page
 * @param {string[]} documented
 */
function differences(settings, page, documented) {
  const missing = settings.filter((key) => !documented.includes(key));
  const extra = documented.filter((key) => !settings.includes(key));
  return [
    ...missing.map((key) => `${page}: ${key} is read by the server but not documented`),
    ...extra.map((key) => `${page}: ${key} is documented but not read by the server`),
  ];
}
