import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repairLinks } from './binaries.ts';

describe('the links between the libraries', () => {
  let folder: string;
  let native: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'traffic-links-'));
    native = join(folder, 'native');
    await mkdir(join(native, 'lib'), { recursive: true });
    await writeFile(join(native, 'lib/libpq.so.5.18'), 'library');
    const list = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(join(native, 'pg-symlinks.json'), JSON.stringify(list));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const repair = () => repairLinks(native, join(folder, 'links'));
  const readThroughLink = () => readFile(join(native, 'lib/libpq.so.5'), 'utf8');

  it('are made when the install script was not allowed to run', async () => {
    expect(await repair()).toEqual([join(native, 'lib')]);
    expect(await readThroughLink()).toBe('library');
  });

  it('are made once when two processes start together', async () => {
    await Promise.all([repair(), repair()]);
    expect(await readThroughLink()).toBe('library');
  });

  it('are left alone when they are there', async () => {
    await symlink('libpq.so.5.18', join(native, 'lib/libpq.so.5'));
    expect(await repair()).toEqual([join(native, 'lib')]);
  });
});
