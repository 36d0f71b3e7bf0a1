import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Schema } from '../../platform/database/index.ts';
import { normaliseEmail, normalisePhone } from '../../platform/phone.ts';

/** What a form or the CRM says of a human, as typed; `origin` is `lead:<source id>` or `deal:<lead id>`. */
export type RawPerson = { origin: string; name: string | null; phones: string[]; emails: string[] };

/** Knows erased phones and e-mails again without knowing them. */
export type Veil = {
  /** @param key such as `phone:+77011234567` or `email:a@b.c` */
  digest(key: string): Buffer;
};

/** @param secret random bytes that live outside of what may leak with a copy of the tables */
export function createVeil(secret: Buffer): Veil {
  return { digest: (key) => createHmac('sha256', secret).update(key).digest() };
}

/** What stands for an erased key: still the same for the same key, so that who was one person stays one. */
export function pseudonymOf(veil: Veil, key: string): string {
  const kind = key.slice(0, key.indexOf(':'));
  return `${kind}:erased-${veil.digest(key).toString('hex').slice(0, 32)}`;
}

declare const checked: unique symbol;
/** A person after `veilPeople`: nobody else makes one, so no erased name or phone can be stored past it. */
export type VeiledPerson = {
  origin: string;
  name: string | null;
  /** Normalised keys such as `phone:+77011234567`, or what stands for them. */
  keys: string[];
  erased: boolean;
  readonly [checked]: true;
};

/**
 * Takes name, phones and e-mails from whoever was erased: by the origin, or because a phone or e-mail is an erased
 * one. A new origin of an erased person is erased from then on.
 */
export async function veilPeople(
  trx: Kysely<Schema>,
  veil: Veil,
  entries: RawPerson[],
): Promise<VeiledPerson[]> {
  const said = entries.map((entry) => ({ ...entry, keys: keysOf(entry) }));
  const origins = await erasedOrigins(
    trx,
    said.map(({ origin }) => origin),
  );
  const keys = await erasedKeys(
    trx,
    veil,
    said.flatMap((entry) => entry.keys),
  );
  const returned = said.flatMap(({ origin, keys: own }) => {
    const erasure = own.map((key) => keys.get(key)).find((id) => id !== undefined);
    return erasure !== undefined && !origins.has(origin) ? [{ origin, erasure_id: erasure }] : [];
  });
  if (returned.length > 0)
    await trx
      .insertInto('erased_origins')
      .values(returned)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  const erased = new Set([...origins, ...returned.map(({ origin }) => origin)]);
  return said.map(({ origin, name, keys: own }) => {
    if (!erased.has(origin)) return { origin, name, keys: own, erased: false } as VeiledPerson;
    const hidden = own.map((key) => pseudonymOf(veil, key));
    return { origin, name: null, keys: hidden, erased: true } as VeiledPerson;
  });
}

/** Those of these origins whose person was erased. */
export async function erasedOrigins(trx: Kysely<Schema>, origins: readonly string[]): Promise<Set<string>> {
  if (origins.length === 0) return new Set();
  const rows = await trx
    .selectFrom('erased_origins')
    .select('origin')
    .where('origin', 'in', [...new Set(origins)])
    .execute();
  return new Set(rows.map(({ origin }) => origin));
}

async function erasedKeys(
  trx: Kysely<Schema>,
  veil: Veil,
  keys: readonly string[],
): Promise<Map<string, string>> {
  const byDigest = new Map([...new Set(keys)].map((key) => [veil.digest(key).toString('hex'), key]));
  if (byDigest.size === 0) return new Map();
  const rows = await trx
    .selectFrom('erased_keys')
    .select(['digest', 'erasure_id'])
    .where(
      'digest',
      'in',
      [...byDigest.keys()].map((digest) => Buffer.from(digest, 'hex')),
    )
    .execute();
  return new Map(
    rows.map(({ digest, erasure_id }) => [byDigest.get(digest.toString('hex')) ?? '', erasure_id]),
  );
}

function keysOf(raw: RawPerson): string[] {
  const phones = raw.phones.map((phone) => normalisePhone(phone)).filter((value) => value !== null);
  const emails = raw.emails.map((email) => normaliseEmail(email)).filter((value) => value !== null);
  return [
    ...new Set([...phones.map((value) => `phone:${value}`), ...emails.map((value) => `email:${value}`)]),
  ];
}
