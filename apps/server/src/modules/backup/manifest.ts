import { createHash, hkdfSync } from 'node:crypto';
import { z } from 'zod';

/** Grows when an older program could not restore what a newer one writes. */
export const FORMAT = 1;
export const MANIFEST = 'manifest.json';

const File = z.object({
  /** Path inside the backup, with `/`. */
  file: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  bytes: z.number().int(),
  /** Of the bytes as they lie in the backup. */
  sha256: z.string(),
});

const Manifest = z.object({
  format: z.literal(FORMAT),
  /** The program that wrote it. */
  product: z.string(),
  postgres: z.string(),
  made_at: z.string(),
  /** Tells whether an ENCRYPTION_KEY is the one that the sealed secrets in here need, without telling anything of it. */
  key_check: z.string(),
  migrations: z.array(z.object({ version: z.number().int(), name: z.string(), checksum: z.string() })),
  tables: z.array(
    File.extend({ name: z.string(), columns: z.array(z.string()), rows: z.number().int().nonnegative() }),
  ),
  sequences: z.array(z.object({ name: z.string(), last_value: z.string() })),
  /** Hooks that were acknowledged and not yet in the database, as the spool keeps them. */
  spool: z.array(File),
});

export type Manifest = z.infer<typeof Manifest>;
export type BackupFile = z.infer<typeof File>;

/** A backup that cannot be made or restored, with what to do. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** One way: the key cannot be had from it, and it fits only this key. */
export function keyCheck(encryptionKey: string): string {
  const bytes = hkdfSync('sha256', encryptionKey, 'traffic-dashboard', 'backup.key-check', 16);
  return Buffer.from(bytes).toString('hex');
}

/** The manifest's text: one JSON document, then its own checksum. */
export function writeManifest(manifest: Manifest): string {
  const text = JSON.stringify(manifest, null, 1);
  return `${text}\nsha256 ${sha256(text)}\n`;
}

/** @throws BackupError when the text was changed, cut, or is of another format */
export function readManifest(text: string): Manifest {
  const [, json, sum] = /^([\s\S]*)\nsha256 ([0-9a-f]{64})\n$/.exec(text) ?? [];
  if (json === undefined || sha256(json) !== sum)
    throw new BackupError('The manifest is damaged or unfinished: take another backup');
  const parsed = Manifest.safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  throw new BackupError(
    'The backup is of a format that this program does not know: restore it with the program that made it',
  );
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
