import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connectDatabase, type Database } from '../platform/database/index.ts';

export type BreakableDatabase = Database & {
  /** The address that leads through the relay. */
  url: string;
  /** Cuts every connection and refuses new ones, as when the server is down. */
  breakDown(): void;
  /** Lets connections through again, on the same address. */
  repair(): void;
};

/** A real database behind a TCP relay that a test can cut. */
export async function createBreakableDatabase(url: string): Promise<BreakableDatabase> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let broken = false;
  const relay = createServer((client) => {
    if (broken) return client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
    return undefined;
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const address = new URL(url);
  address.hostname = '127.0.0.1';
  address.port = String((relay.address() as AddressInfo).port);
  const database = connectDatabase({
    url: address.toString(),
    maxConnections: 5,
    applicationName: 'breakable',
  });
  return {
    ...database,
    url: address.toString(),
    breakDown() {
      broken = true;
      for (const socket of sockets) socket.destroy();
    },
    repair() {
      broken = false;
    },
    async close() {
      await database.close();
      relay.close();
    },
  };
}
