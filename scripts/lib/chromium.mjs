import { existsSync } from 'node:fs';
import { Problem } from './errors.mjs';
import { capture, run } from './run.mjs';

const known = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * The browser of the end-to-end tests: the one that is there, or the system's own Chromium, installed now.
 * Playwright's download is not used: it knows few systems and is one more host to reach.
 *
 * @returns {Promise<string>} path of the executable
 * @throws {Problem} when there is none and none can be installed
 */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given && !existsSync(given)) throw new Problem(`CHROMIUM_PATH: there is no ${given}`);
  const found = given ?? known.find(existsSync);
  if (found !== undefined) return found;
  if (!existsSync('/usr/bin/apt-get')) throw new Problem(advice('this system has no apt-get'));
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  if (sudo.length > 0 && (await capture('sudo', ['-n', 'true'])).code !== 0) {
    throw new Problem(advice('installing needs root, and sudo asks for a password'));
  }
  console.log('Installing Chromium for the browser tests…');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-core'],
  ]) {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
    const code = await run(command, rest, { env });
    if (code !== 0) throw new Problem(advice(`apt-get ${args[0]} ended with code ${code}`));
  }
  const installed = known.find(existsSync);
  if (installed === undefined) throw new Problem(advice('the installed package has no known executable'));
  return installed;
}

/** @param {string} reason */
const advice = (reason) =>
  `The browser tests need Chromium: ${reason}. Install Chromium or Chrome, or set CHROMIUM_PATH, and run npm test again.`;
