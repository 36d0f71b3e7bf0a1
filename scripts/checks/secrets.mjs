import { readFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';
import { listFiles } from './files.mjs';

/**
 * Forms in which the keys of the services we speak to, and of those a developer has at hand, are written.
 *
 * @type {{ pattern: RegExp, what: string }[]}
 */
const forms = [
  { pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/, what: 'a private key' },
  { pattern: /\bAKIA[0-9A-Z]{16}\b/, what: 'an AWS key' },
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50,})/, what: 'a GitHub token' },
  { pattern: /\bxox[abprs]-[A-Za-z0-9-]{20,}/, what: 'a Slack token' },
  { pattern: /\bnpm_[A-Za-z0-9]{36}\b/, what: 'an npm token' },
  { pattern: /\bAIza[0-9A-Za-z_-]{35}\b/, what: 'a Google key' },
  { pattern: /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}/, what: 'a key of an AI service' },
  { pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b/, what: 'a token of a Telegram bot' },
  { pattern: /\bEAA[A-Za-z0-9]{60,}/, what: 'a Meta access token' },
  {
    pattern: /\beyJ[\w-]{20,}\.eyJ[\w-]{40,}\.[\w-]{40,}/,
    what: 'a signed token (JWT), as AmoCRM gives them',
  },
  { pattern: /\bdef50200[0-9a-f]{200,}/, what: 'a refresh token of AmoCRM' },
  { pattern: /\btd_[\w-]{43}\b/, what: 'an API token of ours' },
  {
    pattern:
      /\b(?:postgres(?:ql)?|rediss?|https?):\/\/[^\s:@/'"`$]+:(?![$'"`{])[^\s@/'"`]{6,}@(?!(?:localhost|127\.|\[::1\]|[\w.-]*\.(?:example|test)\b|host\b))/,
    what: 'a password inside an address',
  },
];

/** A value that somebody named a secret, and that looks random: words and repetitions do not. */
const named =
  /(?:secret|token|passw(?:or)?d|api[_-]?key|encryption_key)["']?\s*[:=]\s*["'`]([A-Za-z0-9+/=_-]{32,})["'`]/i;
const RANDOM_BITS = 4.2;

/** @param {string} text */
function entropyOf(text) {
  const counts = new Map();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce(
    (sum, count) => sum - (count / text.length) * Math.log2(count / text.length),
    0,
  );
}

/** The line above may vouch for a value that opens nothing: `// allowed: why`. */
const vouched = /(?:\/\/|#) allowed: \S/;

/**
 * @param {string} path relative to the root
 * @param {string} text the file's content
 * @returns {string[]} `path:line: what`, never the secret itself
 */
export function findSecrets(path, text) {
  return text.split('\n').flatMap((line, index, all) => {
    if (vouched.test(all[index - 1] ?? '')) return [];
    const found = forms.filter(({ pattern }) => pattern.test(line)).map(({ what }) => what);
    const [, value] = named.exec(line) ?? [];
    if (value && /\d/.test(value) && entropyOf(value) > RANDOM_BITS)
      found.push('a random value named a secret');
    return found.map(
      (what) => `${path}:${index + 1}: looks like ${what}: take it out and change it where it works`,
    );
  });
}

const TEXT =
  /\.(?:[cm]?[jt]sx?|json|md|sql|ya?ml|html|css|txt|sh|service|conf|toml|xml|env|example)$|^[^.]+$/;

/** Everything a commit could hold, lock file and hidden files of the root included. */
export function secrets() {
  const files = [...listFiles('', TEXT), '.env.example'];
  return files.flatMap((path) => findSecrets(path, readFileSync(at(path), 'utf8')));
}
