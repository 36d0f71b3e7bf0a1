import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { connect } from 'node:net';
import { existsSync } from 'node:fs';
import { connectDatabase, type DatabaseState, inspectDatabase } from '../../platform/database/index.ts';
import type { EncryptionKeys } from '../../platform/secret-box.ts';
import { sealedTokensOpen } from '../crm/index.ts';
import { failure, type Finding, ok, warning } from './finding.ts';

const NODE_MAJOR = 26;
const GIGABYTE = 1024 ** 3;
const ENOUGH_DISK = 2 * GIGABYTE;
const TIMEOUT_MS = 5_000;

/** The program's own ground: Node, its time zones, the built application. */
export function lookAtProgram(webDirectory: string, nodeVersion = process.versions.node): Finding[] {
  const findings = [
    Number.parseInt(nodeVersion, 10) >= NODE_MAJOR
      ? ok('Node', nodeVersion)
      : failure(
          'Node',
          `${nodeVersion} lacks what the product uses`,
          `run it with Node ${NODE_MAJOR} or later`,
        ),
  ];
  // Kazakhstan moved to one zone on 2024-03-01; zone data from before put every day's border an hour off.
  const offset = Temporal.Instant.from('2024-03-02T00:00:00Z').toZonedDateTimeISO('Asia/Almaty').offset;
  findings.push(
    // allowed: the very fact to be checked, that the zone data know of 2024-03-01
    offset === '+05:00'
      ? ok('time zones', 'know Asia/Almaty as it is since 2024-03-01')
      : failure(
          'time zones',
          `say that Almaty is at ${offset}`,
          'use the official build of Node: it brings its own',
        ),
  );
  if (!existsSync(webDirectory))
    findings.push(
      failure('web application', 'is not built', 'npm start builds it; in an image, copy apps/web/dist'),
    );
  return findings;
}

/** The folder of the spool and the embedded database: without it no hook can be kept while the database is away. */
export async function lookAtFolder(folder: string): Promise<Finding[]> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const text = `${(free / GIGABYTE).toFixed(1)} GB free in ${folder}`;
    if (free < ENOUGH_DISK) return [warning('DATA_DIR', text, 'make room: deliveries are kept 400 days')];
    return [ok('DATA_DIR', text)];
  } catch (error) {
    const action = 'give the folder to the user that runs the product (chown), on a disk that stays';
    return [failure('DATA_DIR', `${folder} cannot be written: ${reason(error)}`, action)];
  }
}

/** The database, by its own words; `name` is its setting. */
export async function lookAtDatabase(
  name: string,
  url: string,
  encryptionKeys: EncryptionKeys | null,
): Promise<Finding[]> {
  try {
    const state = await inspectDatabase(url);
    const findings = judgeDatabase(name, state);
    if (encryptionKeys === null || !state.applied.some((file) => file.includes('amocrm_rest')))
      return findings;
    return [...findings, ...(await lookAtSecrets(url, encryptionKeys))];
  } catch (error) {
    return [
      failure(
        name,
        `does not answer: ${reason(error)}`,
        'is it running, and are address and password right?',
      ),
    ];
  }
}

const OLDEST_POSTGRES = 150_000;
const CLOCK_TOLERANCE_MS = 2_000;

export function judgeDatabase(name: string, state: DatabaseState): Finding[] {
  const findings: Finding[] = [];
  if (state.versionNumber < OLDEST_POSTGRES)
    findings.push(failure(name, `PostgreSQL ${state.version} is too old`, 'use PostgreSQL 15 or later'));
  if (state.encoding !== 'UTF8')
    findings.push(failure(name, `its encoding is ${state.encoding}`, 'make the database with encoding UTF8'));
  if (!state.fsync)
    findings.push(
      failure(name, 'fsync is off: a power cut loses what was answered 200', 'set fsync = on and restart it'),
    );
  if (Math.abs(state.clockAheadMs) > CLOCK_TOLERANCE_MS)
    findings.push(
      warning(
        'clock',
        `differs from the database's by ${Math.round(state.clockAheadMs / 1000)} s`,
        'run a time service (systemd-timesyncd, chrony) on both machines',
      ),
    );
  const schema =
    state.applied.length === 0
      ? 'still empty'
      : state.pending.length === 0
        ? 'schema up to date'
        : `${state.pending.length} migration(s) to come at the next start`;
  return [ok(name, `PostgreSQL ${state.version}, ${schema}`), ...findings];
}

async function lookAtSecrets(url: string, encryptionKeys: EncryptionKeys): Promise<Finding[]> {
  const { db, close } = connectDatabase({ url, maxConnections: 1, applicationName: 'doctor' });
  try {
    if (await sealedTokensOpen(db, encryptionKeys)) return [ok('ENCRYPTION_KEY', 'opens what is stored')];
    const action = 'put the old key back, or authorise AmoCRM anew (AMOCRM_REFRESH_TOKEN)';
    return [failure('ENCRYPTION_KEY', 'does not open the stored secrets: it is another key', action)];
  } finally {
    await close();
  }
}

/** Whether something listens there: nothing needs Redis, so more is not asked. */
export async function lookAtRedis(url: string): Promise<Finding[]> {
  const { hostname, port } = new URL(url);
  const open = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port || 6379), timeout: TIMEOUT_MS });
    socket.once('connect', () => resolve(true));
    for (const event of ['error', 'timeout'] as const) socket.once(event, () => resolve(false));
    for (const event of ['connect', 'timeout'] as const) socket.once(event, () => socket.destroy());
  });
  if (open) return [ok('REDIS_URL', 'answers')];
  return [
    warning(
      'REDIS_URL',
      'nobody listens there: each process has a cache of its own',
      'start Redis, or remove REDIS_URL',
    ),
  ];
}

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
