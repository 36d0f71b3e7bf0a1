/**
 * Stands in for zod in the browser bundle (alias in vite.config.ts). The web app takes types and constants
 * from the contract and parses nothing: the server checks its own answers by those schemas. Leaving the
 * schema library out saves 25 KB gzip of the 200 KB budget. Parsing with it, or
 * asking an enum for its values, would be a mistake, so it throws.
 */
const PARSERS = new Set<string | symbol>(['parse', 'safeParse', 'parseAsync', 'safeParseAsync', 'options']);

const schema: object = new Proxy((): object => schema, {
  get: (_target, name) => {
    if (PARSERS.has(name)) throw new Error('Schemas of the contract are not part of the browser bundle');
    return schema;
  },
});

export const z = schema;
