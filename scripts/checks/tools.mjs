import { existsSync, readdirSync } from 'node:fs';
import { at, root } from '../lib/paths.mjs';
import { capture } from '../lib/run.mjs';
import { tool } from '../lib/toolchain.mjs';

/**
 * A check returns its failures as text, ready to print; none means that it passed.
 *
 * @typedef {{ node: string, env: NodeJS.ProcessEnv }} Toolchain
 * @typedef {(toolchain: Toolchain) => Promise<string[]> | string[]} Check
 */

/**
 * @param {Toolchain} toolchain
 * @param {string} entry the tool's JavaScript file
 * @param {string[]} args
 * @param {string} [cwd]
 * @returns {Promise<string[]>} what the tool printed when it failed
 */
async function failuresOf({ node, env }, entry, args, cwd = root) {
  const { code, stdout, stderr } = await capture(node, [entry, ...args], { env, cwd });
  return code === 0 ? [] : [`${stdout}${stderr}`.trim() || `ended with code ${code}`];
}

/** @type {Check} */
export const format = (toolchain) =>
  failuresOf(toolchain, tool('@biomejs/biome', 'biome'), ['format', '--max-diagnostics=none', '.']);

/**
 * Lint by the tree's own `.oxlintrc.json`, type-aware rules included.
 *
 * @param {Toolchain} toolchain
 * @param {string} [cwd] another tree to judge
 */
export const lint = (toolchain, cwd) =>
  // One format everywhere: the default one looks different in a terminal, in a pipe and under CI=true.
  failuresOf(toolchain, tool('oxlint'), ['--deny-warnings', '--format=unix', '.'], cwd);

/** @type {Check} */
export const unused = (toolchain) =>
  failuresOf(toolchain, tool('knip'), ['--no-progress', '--no-config-hints']);

/**
 * The compiler for each package by its own tsconfig: their runtimes, and so their globals, differ.
 *
 * @type {Check}
 */
export async function types(toolchain) {
  const compiler = tool('@typescript/native', 'tsc');
  const packages = ['packages', 'apps']
    .flatMap((folder) => readdirSync(at(folder)).map((name) => `${folder}/${name}`))
    .concat('e2e', 'scripts', 'bench')
    .filter((path) => existsSync(at(path, 'tsconfig.json')));
  const failures = [];
  for (const path of packages) failures.push(...(await failuresOf(toolchain, compiler, ['-p', path])));
  return failures;
}
