import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { at, root } from '../lib/paths.mjs';
import { capture } from '../lib/run.mjs';
import { tool } from '../lib/toolchain.mjs';

const folders = ['apps', 'packages', 'e2e', 'scripts', 'bench'];

/**
 * Imports that break a rule of `.dependency-cruiser.mjs`. The tool's exit code is not enough: with a
 * TypeScript it cannot use it reads 0 modules and succeeds, so the number of modules is checked as well.
 *
 * @param {import('./tools.mjs').Toolchain} toolchain
 * @param {string} [cwd] another tree to judge by the same rules
 * @returns {Promise<string[]>} `rule: from → to`, one per violation
 */
export async function walls({ node, env }, cwd = root) {
  const present = folders.filter((folder) => existsSync(join(cwd, folder)));
  const args = ['--config', at('.dependency-cruiser.mjs'), '--output-type', 'json', ...present];
  const entry = tool('dependency-cruiser', 'depcruise');
  const { code, stdout, stderr } = await capture(node, [entry, ...args], { env, cwd });
  if (code !== 0) return [`dependency-cruiser ended with code ${code}\n${stdout}${stderr}`.trim()];
  const { modules, summary } = JSON.parse(stdout);
  const ours = modules.filter((/** @type {{ source: string }} */ { source }) => /\.tsx?$/.test(source));
  if (ours.length === 0) return ['dependency-cruiser understood no TypeScript file: it guards nothing'];
  return summary.violations.map(describe);
}

/** @param {{ rule: { name: string }, from: string, to: string, cycle?: { name: string }[] }} violation */
function describe({ rule, from, to, cycle }) {
  const target = cycle ? cycle.map((step) => step.name).join(' → ') : to;
  return `${rule.name}: ${from} → ${target}`;
}
