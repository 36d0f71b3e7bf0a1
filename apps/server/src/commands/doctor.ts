/**
 * `npm run doctor`: is this a configuration to go live with? Says what is missing, what to do, and what replaces the names of
 * the earlier system. Exit code 0 when nothing is to be mended, 78 otherwise; `--strict` counts warnings too, `--json` for
 * machines. Never prints a secret.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { examine, printFindings } from '../modules/doctor/index.ts';
import { loadVariables } from '../platform/config/index.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, strict: { type: 'boolean', default: false } },
});
const web = fileURLToPath(new URL('../../../web/dist', import.meta.url));
const findings = await examine(loadVariables(), web);
const counted = values.strict ? ['error', 'warning'] : ['error'];
const text = values.json
  ? `${JSON.stringify(findings, null, 2)}\n`
  : printFindings(findings, process.stdout.isTTY);
process.stdout.write(text);
process.exitCode = findings.some(({ level }) => counted.includes(level)) ? 78 : 0;
