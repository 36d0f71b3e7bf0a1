import { installPackages } from './debian-package.mjs';
import { Problem } from './errors.mjs';
import { capture } from './run.mjs';

/**
 * Makes sure that tests can start a Redis of their own: the one on PATH, or the system's package, installed now. The product
 * itself needs none.
 *
 * @throws {Problem} when there is none and none can be installed
 */
export async function ensureRedis() {
  if (await isThere()) return;
  console.log('Installing Redis for the tests of the cache…');
  const reason = await installPackages(['redis-server']);
  if (reason !== null || !(await isThere()))
    throw new Problem(
      `The tests of the cache need redis-server: ${reason ?? 'the installed package has none on PATH'}. ` +
        'Install it and run npm test again.',
    );
}

const isThere = async () => (await capture('redis-server', ['--version'])).code === 0;
