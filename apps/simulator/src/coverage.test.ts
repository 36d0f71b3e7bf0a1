import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startForTest } from './test/start.ts';

it('COVERAGE.md lists exactly the routes that exist', async () => {
  const simulator = await startForTest({ historyDays: 0 });
  await simulator.close();
  const document = readFileSync(join(import.meta.dirname, '../COVERAGE.md'), 'utf8');
  const listed = [...document.matchAll(/^\| `([A-Z, ]+) (\/\S+)` \|/gm)].flatMap(([, methods, path]) =>
    (methods ?? '').split(', ').map((method) => `${method} ${path}`),
  );
  expect(listed.toSorted()).toEqual([...simulator.routes].toSorted());
});
