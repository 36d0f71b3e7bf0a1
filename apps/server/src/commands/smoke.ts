/**
 * `npm run smoke -- --url https://traffic.example.com`: is that product well, seen from here? Safe against production. Looks inside
 * with ADMIN_API_TOKEN (environment or .env); `--write` sends one marked test delivery through each webhook (AMOCRM_WEBHOOK_SECRET)
 * and removes it. `--json` for machines. Exit code 0 when nothing is to be mended, 1 otherwise.
 */
import { parseArgs } from 'node:util';
import { printFindings } from '../modules/doctor/index.ts';
import { smoke } from '../modules/smoke/index.ts';
import { loadVariables } from '../platform/config/index.ts';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { url: { type: 'string' }, write: flag, json: flag } });
const variables = loadVariables();

/** The secrets of this environment go to no other host than the one asked for, and never over a network unencrypted. */
function secretsFor(url: string) {
  const { protocol, hostname } = new URL(url);
  const safe = protocol === 'https:' || hostname === 'localhost' || hostname.startsWith('127.');
  if (!safe) return { token: null, webhookSecret: null };
  return {
    token: variables['ADMIN_API_TOKEN'] || null,
    webhookSecret: variables['AMOCRM_WEBHOOK_SECRET'] || null,
  };
}

if (values.url === undefined || !URL.canParse(values.url) || !/^https?:/.test(values.url)) {
  process.stderr.write('--url: the address of the product, such as https://traffic.example.com\n');
  process.exitCode = 64;
} else {
  const url = values.url.replace(/\/+$/, '');
  const findings = await smoke({ url, ...secretsFor(url) }, { write: values.write });
  process.stdout.write(
    values.json ? `${JSON.stringify(findings, null, 2)}\n` : printFindings(findings, process.stdout.isTTY),
  );
  process.exitCode = findings.some(({ level }) => level === 'error') ? 1 : 0;
}
