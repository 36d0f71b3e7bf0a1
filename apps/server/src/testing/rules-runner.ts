/**
 * A process that performs what was asked of the rules and stops for ever at a step, for tests of what its death
 * leaves behind: `node rules-runner.ts <database url> <step>` prints the step when it stands there.
 */
import { performRuns } from '../modules/rules/perform-runs.ts';
import { systemClock } from '../platform/clock.ts';
import { connectDatabase } from '../platform/database/index.ts';

const [url = '', stopAt = ''] = process.argv.slice(2);
const { db } = connectDatabase({ url, maxConnections: 3, applicationName: 'rules-runner' });
await performRuns({
  db,
  clock: systemClock,
  pageSize: 200,
  async report({ note = '', done }) {
    if (note !== stopAt || (note === 'facts' && done < 600)) return;
    process.stdout.write(`${note}\n`);
    await new Promise(() => setInterval(() => {}, 60_000));
  },
});
