/**
 * What every command does first on any checkout, with no dependency of its own and on any Node from 20:
 * installs from the lock file when `node_modules` differs from it, finds the pinned Node 26, and builds the
 * web application when its sources changed. Costs some 60 ms when there is nothing to do.
 */
import { Problem } from './lib/errors.mjs';
import { lockDrift } from './lib/lock-file.mjs';
import { exclusively } from './lib/mutex.mjs';
import { run } from './lib/run.mjs';
import { findNode, minimumNodeMajor, toolEnv } from './lib/toolchain.mjs';
import { ensureWebBuild } from './lib/web-build.mjs';

/**
 * @param {{ web?: boolean, signal?: AbortSignal | undefined }} [options] `web`: also bring `apps/web/dist` up to date;
 *   `signal`: gives up and stops what was started
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the pinned Node and the environment for it
 * @throws {Problem} when packages cannot be installed, no suitable Node exists, or the build fails
 */
export function bootstrap({ web = false, signal } = {}) {
  return exclusively(signal, async () => {
    await ensureDependencies(signal);
    const node = findNode();
    if (node === null) throw new Problem(noNode());
    const toolchain = { node, env: toolEnv(node) };
    if (web) await ensureWebBuild(toolchain, signal);
    return toolchain;
  });
}

/** @param {AbortSignal | undefined} signal */
async function ensureDependencies(signal) {
  const drift = lockDrift() ?? (findNode() === null ? 'the pinned Node is missing' : null);
  if (drift === null) return;
  console.log(`Installing packages from the lock file (${drift})…`);
  // A registry that drops one connection must not cost a newcomer the first start: one more try.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    const code = await npmCi(signal);
    if (code === 0) return;
    signal?.throwIfAborted();
    console.error(`npm ci ended with code ${code}${attempt === 1 ? '; trying once more' : ''}`);
  }
  throw new Problem(
    'Packages could not be installed. Is the registry reachable (npm ping), and is there space on the disk?',
  );
}

/**
 * Development packages build the web application, and optional ones bring Node itself: both always wanted.
 *
 * @param {AbortSignal | undefined} signal
 */
function npmCi(signal) {
  const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
  const { npm_execpath: npm, npm_node_execpath: npmNode } = process.env;
  // Under `npm start` the same npm on its own Node: `node` may by now be the one about to be reinstalled.
  if (npm?.endsWith('.js') && npmNode) return run(npmNode, [npm, ...args], { signal });
  return run('npm', args, { shell: process.platform === 'win32', signal });
}

function noNode() {
  return (
    `No Node ${minimumNodeMajor} for ${process.platform}-${process.arch}: there is no npm package with it, and this is ` +
    `Node ${process.versions.node}. Install Node ${minimumNodeMajor} (https://nodejs.org) and run the command with it.`
  );
}
