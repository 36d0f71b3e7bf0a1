import { createServer } from 'node:net';
import { readFile, writeFile } from 'node:fs/promises';

/** The port of the last start when it is still free, so that open tools keep their address; else a free one. */
export async function choosePort(portFile: string, wanted?: number): Promise<number> {
  const remembered = wanted ?? Number(await readFile(portFile, 'utf8').catch(() => '0'));
  const port = (await tryPort(remembered)) ?? (await tryPort(0));
  if (port === null) throw new Error('No free port on 127.0.0.1');
  await writeFile(portFile, `${port}\n`);
  return port;
}

/** Resolves to the port (0 asks for any free one), or null when it is taken. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : null;
      server.close(() => resolve(bound));
    });
  });
}
