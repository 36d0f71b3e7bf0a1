import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from './errors.mjs';
import { at } from './paths.mjs';
import { capture } from './run.mjs';
import { tool, toolInstalled } from './toolchain.mjs';

const sources = ['apps/web', 'packages/contract', 'package-lock.json', 'tsconfig.base.json'];
const dist = at('apps', 'web', 'dist');
const stamp = join(dist, '.source-hash');

/**
 * Builds the web application when its sources are not those of the last build. The stamp lies inside the
 * build, so that removing `dist` is enough to force a new one; the new build replaces the old one in one
 * step, so that a running server never serves half of it.
 *
 * @param {{ node: string, env: NodeJS.ProcessEnv }} toolchain
 * @param {AbortSignal} [signal]
 */
export async function ensureWebBuild({ node, env }, signal) {
  const hash = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  if (!toolInstalled('vite')) {
    // An image installed without development packages carries a ready build; it cannot make another.
    if (existsSync(join(dist, 'index.html'))) return;
    throw new Problem(
      'The web application is not built and vite is not installed. Run: npm ci --include=dev',
    );
  }
  console.log('Building the web application (its sources changed)…');
  const fresh = at('.cache', `web-${process.pid}`);
  const build = await capture(node, [tool('vite'), 'build', '--outDir', fresh, '--emptyOutDir'], {
    cwd: at('apps', 'web'),
    signal,
    // The library's development build is three times larger: the mode is ours to choose, not the caller's.
    env: { ...env, NODE_ENV: 'production' },
  });
  if (build.code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new Problem(`The web application does not build:\n${build.stdout}${build.stderr}`);
  }
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, '.source-hash'), hash);
  rmSync(dist, { recursive: true, force: true });
  renameSync(fresh, dist);
}

function hashSources() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => listFiles(source))) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(at(file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * Files of a folder in a stable order, without builds and installed packages; a file names itself.
 *
 * @param {string} path
 * @returns {string[]}
 */
function listFiles(path) {
  if (!existsSync(at(path))) return [];
  if (/\.\w+$/.test(path) && !path.includes('/')) return [path];
  return readdirSync(at(path), { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules' && entry.name !== 'dist')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(`${path}/${entry.name}`) : [`${path}/${entry.name}`],
    );
}
