import { existsSync } from 'node:fs';
import { installPackages } from './debian-package.mjs';
import { Problem } from './errors.mjs';

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
  console.log('Installing Chromium for the browser tests…');
  const reason = await installPackages(['chromium', 'fonts-noto-core']);
  if (reason !== null) throw new Problem(advice(reason));
  const installed = known.find(existsSync);
  if (installed === undefined) throw new Problem(advice('the installed package has no known executable'));
  return installed;
}

/** @param {string} reason */
const advice = (reason) =>
  `The browser tests need Chromium: ${reason}. Install Chromium or Chrome, or set CHROMIUM_PATH, and run npm test again.`;
