const MB = 1024 ** 2;

/**
 * Settings of PostgreSQL beside our server on one machine, by its memory: a 16th of it for the buffers (128 MB to 1 GB; the
 * system's own cache has the rest), and sorts and groupings of a year in memory. Disks of today read anywhere at one price. No
 * compiling of statements: reports take milliseconds, compiling one takes hundreds.
 */
export function serverSettings(memoryBytes: number): Record<string, string> {
  const sixteenth = Math.round(memoryBytes / 16 / MB);
  const buffers = Math.min(1024, Math.max(128, sixteenth));
  return {
    shared_buffers: `${buffers}MB`,
    effective_cache_size: `${Math.max(256, 8 * sixteenth)}MB`,
    // A report has a few sorts and groupings at once, and some connections ask at once.
    work_mem: `${Math.min(32, Math.max(4, Math.round(buffers / 32)))}MB`,
    maintenance_work_mem: `${Math.max(64, Math.round(buffers / 4))}MB`,
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
  };
}
