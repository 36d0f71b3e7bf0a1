/** The only reader of the environment in these tests. */
export const environment = {
  /** A PostgreSQL server to run on instead of the embedded one. */
  databaseUrl: process.env.DATABASE_URL || null,
  /** What every child process needs; nothing of the product's own configuration leaks in from the machine. */
  base: {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    LANG: 'C.UTF-8',
  },
};
