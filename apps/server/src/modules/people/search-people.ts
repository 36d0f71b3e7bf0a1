import { type RawBuilder, sql } from 'kysely';
import { normalisePhone } from '../../platform/phone.ts';

/** What somebody typed into a search field, taken apart. */
export type PeopleSearch = {
  /** The number of a deal, when it can be one. */
  dealId: string | null;
  /** Words of a name as a text search query; null when nothing of it is a word. */
  words: string | null;
  /** A subquery of the ids of people by name, phone, e-mail or deal. */
  personIds: RawBuilder<unknown>;
  /**
   * The same words as a condition on a column of names, for lists that look at their newest rows one by one; null when it may be
   * a phone, an e-mail or a deal, too.
   */
  inName: ((name: RawBuilder<unknown>) => RawBuilder<unknown>) | null;
};

const SHORTEST_PHONE = 4;

/**
 * Reads a search for people by name (beginnings of words, in any order), phone (its beginning, or whole however
 * written), e-mail (its beginning) or the number of a deal.
 *
 * @param whole only whole words, phones and e-mails are found: those who see personal data masked must not be able to
 *   guess them letter by letter
 */
export function readSearch(text: string, whole: boolean): PeopleSearch {
  const trimmed = text.trim().toLowerCase().replaceAll('ё', 'е');
  const parts = partsOf(trimmed);
  const words = parts === null ? null : asQuery(parts, whole);
  const keys = keysOf(trimmed);
  const dealId = /^\d{1,15}$/.test(trimmed) ? trimmed : null;
  const found: RawBuilder<unknown>[] = [];
  if (words !== null) found.push(sql`select id from people where search_words(name) @@ ${words}::tsquery`);
  for (const key of keys)
    found.push(
      whole
        ? sql`select person_id from person_keys where value = ${key}`
        : sql`select person_id from person_keys where value like ${`${key.replaceAll(/[\\%_]/g, '\\$&')}%`}`,
    );
  if (dealId !== null) found.push(sql`select person_id from deals where lead_id = ${dealId}::bigint`);
  const onlyName = words !== null && keys.length === 0 && dealId === null;
  return {
    dealId,
    words,
    personIds: found.length === 0 ? sql`select null::bigint where false` : sql.join(found, sql` union `),
    inName: onlyName ? (name) => hasWords(name, parts ?? [], words) : null,
  };
}

/** A word that is not even within the name is found out 20 times sooner than by taking the name apart. */
function hasWords(name: RawBuilder<unknown>, parts: readonly string[], query: string): RawBuilder<unknown> {
  const within = parts.map((part) => sql`replace(lower(${name}), 'ё', 'е') like ${`%${part}%`}`);
  return sql`(${sql.join([...within, sql`search_words(${name}) @@ ${query}::tsquery`], sql` and `)})`;
}

/** Letters and digits only: nothing of it can end a quoted lexeme, and none is a wildcard. */
function partsOf(text: string): string[] | null {
  if (text.includes('@') || text.startsWith('+')) return null;
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return words.length === 0 ? null : words.map((word) => word.slice(0, 100));
}

const asQuery = (words: readonly string[], whole: boolean) =>
  words.map((word) => `'${word}'${whole ? '' : ':*'}`).join(' & ');

/** Phones are kept as +77011234567, and people type 8 701 123. */
function keysOf(text: string): string[] {
  if (text.includes('@')) return [text];
  const phone = normalisePhone(text);
  if (phone !== null) return [phone];
  const digits = text.replaceAll(/\D/g, '');
  if (digits.length < SHORTEST_PHONE || /[\p{L}]/u.test(text)) return [];
  if (text.startsWith('+')) return [`+${digits}`];
  const trunk = digits.startsWith('8') ? [`+7${digits.slice(1)}`] : [];
  return [...trunk, `+${digits}`, ...(digits.startsWith('7') ? [`+7${digits}`] : [])];
}
