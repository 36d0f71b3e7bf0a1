/**
 * A text PostgreSQL can keep: without NUL and lone surrogates, which JSON and forms may carry and which
 * `text` and `jsonb` refuse. One such character would poison the whole row.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}
