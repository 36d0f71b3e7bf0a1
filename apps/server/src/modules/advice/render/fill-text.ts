const PLACE = /\{([a-z_]+)\}/g;
/** Longer names say nothing more, and a name of a kilobyte would be the whole card. */
const LONGEST_NAME = 80;

/** The names of places in a text, such as `{cpl}`. */
export const placesOf = (text: string): string[] => [...text.matchAll(PLACE)].map(([, name]) => name ?? '');

/**
 * A text with its places filled. What is filled in is never looked at again: a campaign called `{spend}` stays so.
 * @throws TypeError for a place without a value, which is a mistake of the text
 */
export function fillText(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(PLACE, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`no value for {${name}}`);
    return value;
  });
}

/** A name that others chose, as one line of plain text. */
export function plainName(name: string): string {
  const line = name.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1)}…` : line;
}
