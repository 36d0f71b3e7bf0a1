import { join } from 'node:path';

/** What lies in the folder of an embedded database. */
export type Layout = {
  /** PostgreSQL's own files. */
  cluster: string;
  /** Password of the one account, readable by its owner only. */
  password: string;
  /** Port of the last start. */
  port: string;
  /** What the server says: warnings and errors. */
  log: string;
  /** Library links, only when the package folder is read-only. */
  links: string;
};

export function layoutOf(dataDir: string): Layout {
  return {
    cluster: join(dataDir, 'cluster'),
    password: join(dataDir, 'password'),
    port: join(dataDir, 'port'),
    log: join(dataDir, 'postgres.log'),
    links: join(dataDir, 'lib'),
  };
}
