import pg from 'pg';

const { builtins, getTypeParser } = pg.types;

const DATE_ARRAY = 1182;
const NUMERIC_ARRAY = 1231;
const TEXT_ARRAY: number = 1009;

type TypeId = Parameters<typeof getTypeParser>[0];

const asText = (value: string) => value;
// The driver's list of known types leaves out the arrays, which it does parse.
const asTextArray: (value: string) => string[] = getTypeParser(TEXT_ARRAY as TypeId, 'text');

const OURS = new Map<number, (value: string) => unknown>([
  // The driver makes local midnight of a date, which is another day in another zone: a day stays 'YYYY-MM-DD'.
  [builtins.DATE, asText],
  [DATE_ARRAY, asTextArray],
  // The driver keeps numeric and bigint as text, and yet makes floats of a numeric array: money is never a float.
  [NUMERIC_ARRAY, asTextArray],
]);

/**
 * How columns arrive: bigint and numeric as strings, date as 'YYYY-MM-DD', timestamptz as `Date`. Given to our own
 * pools instead of being set in the driver, where it would also change what the libraries beside us read.
 */
export const columnParsers: pg.CustomTypesConfig = {
  getTypeParser: (oid, format = 'text') =>
    (format === 'text' ? OURS.get(oid) : undefined) ?? getTypeParser(oid, format),
};
