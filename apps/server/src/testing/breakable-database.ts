import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connectDatabase, type Database } from '../platform/database/index.ts';

export type BreakableDatabase = Database & {
  /** The address that leads through the relay. */
  url: string;
  /** Cuts every connection and refuses new ones, as when the server is down. */
  breakDown(): void;
  /** Swallows what the server answers, or both ways: connections stay open and silent, as of a frozen server. */
  hang(what: 'answers' | 'everything'): void;
  /** Lets connections through again, on the same address. */
  repair(): void;
};

/** A real database behind a TCP relay that a test can cut. */
export async function createBreakableDatabase(url: string): Promise<BreakableDatabase> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let broken = false;
  let hung: 'answers' | 'everything' | null = null;
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
    client.on('data', (chunk) => {
      if (hung !== 'everything') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (hung === null) client.write(chunk);
    });
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
    hang(what) {
      hung = what;
    },
    repair() {
      broken = false;
      // What was swallowed is gone: those connections can never make sense again.
      if (hung !== null) for (const socket of sockets) socket.destroy();
      hung = null;
    },
    async close() {
      await database.close();
      relay.close();
    },
  };
}
