import { type QueryEntry, single, under } from '../http/query.ts';
import type { Academy } from '../world/academy.ts';
import type { Person } from '../world/types.ts';

/** The contacts a list request asks for: `filter[id]`, `filter[updated_at][from|to]`, `query` (phone digits, e-mail, name). */
export function filterContacts(academy: Academy, query: readonly QueryEntry[]): Person[] {
  const ids = under(query, 'filter', 'id').map(({ value }) => Number(value));
  const updated = under(query, 'filter', 'updated_at');
  const bound = (name: string, fallback: number): number =>
    Number(updated.find(({ rest }) => rest[0] === name)?.value ?? fallback);
  const [from, to] = [bound('from', -Infinity), bound('to', Infinity)];
  const text = single(query, 'query')?.toLowerCase();
  const candidates =
    ids.length > 0
      ? [...new Set(ids)].map((id) => academy.world.contact(id)).filter((person) => person !== undefined)
      : [...academy.world.people.values()];
  return candidates
    .filter(({ createdAtSec }) => createdAtSec >= from && createdAtSec <= to)
    .filter((person) => text === undefined || mentions(person, text));
}

/** AmoCRM finds a phone by its last digits however it is typed. */
function mentions(person: Person, text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').slice(-10);
  if (digits.length >= 7 && person.phoneDigits.endsWith(digits)) return true;
  return person.name.toLowerCase().includes(text) || person.email === text;
}
