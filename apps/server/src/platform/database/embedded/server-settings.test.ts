import { describe, expect, it } from 'vitest';
import { serverSettings } from './server-settings.ts';

const GB = 1024 ** 3;

describe('settings of the embedded server', () => {
  it.each([
    [1, '128MB', '4MB'],
    [4, '256MB', '8MB'],
    [24, '1024MB', '32MB'],
    [256, '1024MB', '32MB'],
  ])('%i GB of memory: buffers %s, work_mem %s', (gigabytes, shared_buffers, work_mem) => {
    expect(serverSettings(gigabytes * GB)).toMatchObject({ shared_buffers, work_mem });
  });

  it('never trades durability', () => {
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes'])
      expect(serverSettings(8 * GB)).not.toHaveProperty(name);
  });
});
