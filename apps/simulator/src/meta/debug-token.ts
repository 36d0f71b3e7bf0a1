import type { Simulation } from '../simulation.ts';
import { errors } from './graph-error.ts';

const DAY_SEC = 86_400;
const DAYS_LEFT = 45;
const SCOPES = ['ads_read', 'business_management', 'read_insights', 'public_profile'];

/** GET /debug_token: a user token with 45 of its 60 days left, or fewer, or expired, by a fault. */
export function debugToken(sim: Simulation, inputToken: string | undefined): object {
  if (inputToken === undefined) throw errors.parameter('The parameter input_token is required');
  const expired = sim.faults.get('meta')?.expiredToken === true;
  if (inputToken !== sim.options.metaToken || expired) {
    const error = expired
      ? { code: 190, message: 'Error validating access token: Session has expired.', subcode: 463 }
      : { code: 190, message: 'Invalid OAuth access token.' };
    return { data: { error, is_valid: false, scopes: [] } };
  }
  const nowSec = Math.floor(sim.now() / 1000);
  return {
    data: {
      app_id: '102030405060708090',
      type: 'USER',
      application: 'Traffic Dashboard (simulated)',
      data_access_expires_at: nowSec + 90 * DAY_SEC,
      expires_at: nowSec + (sim.faults.get('meta')?.tokenDays ?? DAYS_LEFT) * DAY_SEC,
      is_valid: true,
      issued_at: nowSec - 15 * DAY_SEC,
      scopes: SCOPES,
      user_id: '122100000000000001',
    },
  };
}
