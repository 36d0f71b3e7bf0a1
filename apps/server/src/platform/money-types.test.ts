import * as contract from '@traffic/contract';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/** Names that hold money or are made of it. `spend_unconverted`, `sales_amount_unknown` and the like are counts. */
const MONEY = /(^|_)(spend|revenue|amount|price|rate|roas|roi|cpa|cpl|cpc|cpm|aov|drr)(_kzt|_usd)?$/;

type Json = { [key: string]: unknown };
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every place of a JSON schema that is named like money, with the types it allows. */
function moneyFields(schema: unknown, path: string): [path: string, types: string[]][] {
  if (!isObject(schema)) return [];
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const own = properties
    .filter(([name, field]) => MONEY.test(name) && isObject(field) && field['properties'] === undefined)
    .map(([name, field]): [string, string[]] => [`${path}.${name}`, typesOf(field)]);
  return [...own, ...Object.entries(schema).flatMap(([key, part]) => moneyFields(part, `${path}.${key}`))];
}

function typesOf(field: unknown): string[] {
  if (!isObject(field)) return [];
  const parts = [field['anyOf'], field['oneOf']].flatMap((part) => (Array.isArray(part) ? part : []));
  const { type } = field;
  return [...(typeof type === 'string' ? [type] : []), ...parts.flatMap(typesOf)];
}

describe('money is never a float', () => {
  it('on the wire: every amount, rate and ratio of the contract is a decimal string', () => {
    const fields = Object.entries(contract).flatMap(([name, schema]) =>
      schema instanceof z.ZodType
        ? moneyFields(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'output' }), name)
        : [],
    );
    expect(fields.length).toBeGreaterThan(40);
    expect(
      fields.filter(([, types]) => types.some((type) => type === 'number' || type === 'integer')),
    ).toEqual([]);
  });

  it('in the database: every such column is read as a string', () => {
    const schema = readFileSync(join(import.meta.dirname, 'database/schema.ts'), 'utf8');
    const columns = [...schema.matchAll(/^ {2}(\w+): (.+);$/gm)].filter(([, name = '']) => MONEY.test(name));
    expect(columns.length).toBeGreaterThan(15);
    expect(columns.filter(([, , type = '']) => /number/i.test(type)).map(([line]) => line)).toEqual([]);
  });
});
