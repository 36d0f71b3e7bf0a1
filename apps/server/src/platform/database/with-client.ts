import pg from 'pg';

/**
 * Runs `work` on one direct connection to `url` and closes it: for what a pool is too much for, or what must not
 * share a transaction (`create database`).
 */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // Without a listener a connection cut between two queries would end the process; the next query tells it anyway.
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
