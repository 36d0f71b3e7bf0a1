import { z } from 'zod';
import { readConfig } from './config.ts';
import { startSimulator } from './start-simulator.ts';

try {
  const simulator = await startSimulator(readConfig(process.argv.slice(2)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void simulator.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${JSON.stringify({ listening: simulator.url })}\n`);
} catch (error) {
  process.stderr.write(
    `simulator: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}\n`,
  );
  process.exitCode = 1;
}
