import { existsSync } from 'node:fs';
import { capture, run } from './run.mjs';

/**
 * Installs packages of the system, where that is possible without asking anybody.
 *
 * @param {string[]} packages
 * @returns {Promise<string | null>} why it could not, null when they are installed
 */
export async function installPackages(packages) {
  if (!existsSync('/usr/bin/apt-get')) return 'this system has no apt-get';
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && (await capture('sudo', ['-n', 'true'])).code !== 0)
    return 'installing needs root, and sudo asks for a password';
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
    const code = await run(command, rest, { env });
    if (code !== 0) return `apt-get ${args[0]} ended with code ${code}`;
  }
  return null;
}
