import { type Finding, warning } from '../doctor/index.ts';
import { createAsk, type Target } from './client.ts';
import { lookFromInside } from './look-from-inside.ts';
import { lookFromOutside } from './look-from-outside.ts';
import { writeTestDeliveries } from './write-test-deliveries.ts';

/**
 * Looks at a running product from where its users and AmoCRM stand. Safe against production: reads, and tries doors that
 * must be shut. With `write` one marked delivery goes through each webhook and is removed.
 */
export async function smoke(target: Target, options: { write: boolean }): Promise<Finding[]> {
  const ask = createAsk(target);
  const findings = await lookFromOutside(target, ask);
  if (findings[0]?.level === 'error') return findings;
  if (target.token === null)
    return [
      ...findings,
      warning(
        'ADMIN_API_TOKEN',
        'is not set: only the outside was looked at',
        'set it to look inside, and to write',
      ),
    ];
  findings.push(...(await lookFromInside(ask)));
  if (options.write) findings.push(...(await writeTestDeliveries(target, ask)));
  return findings;
}
