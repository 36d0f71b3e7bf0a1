import { type Dictionary, NONE } from './dictionary.ts';

/** Leads of a day, sales of a day by payment, and sales of a day of first leads: by UTM, by team. */
export type Kind = 'leads' | 'cash' | 'cohort';

/** One day of one kind as columns, a number a cell: what a pivot reads of a year in milliseconds. Never changed once made. */
export type Chunk = {
  rows: number;
  /** NONE is «Не распределено». */
  team: Int32Array;
  /** Codes of the dictionary by UTM field, in the order of UTM_FIELDS. */
  fields: Int32Array[];
  leads: Int32Array | null;
  sold: Sold | null;
};

/** Money in hundredths. */
export type Sold = {
  product: Int32Array;
  sales: Int32Array;
  kzt: Float64Array;
  usd: Float64Array;
  unknownKzt: Int32Array;
  unknownUsd: Int32Array;
};

/** A day as PostgreSQL packs it: each column one JSON array. */
export type PackedDay = {
  kind: Kind;
  rows: number;
  team: (number | null)[];
  fields: (string | null)[][];
  leads: number[] | null;
  product: string[] | null;
  sales: number[] | null;
  kzt: number[] | null;
  usd: number[] | null;
  unknown_kzt: number[] | null;
  unknown_usd: number[] | null;
};

export function toChunk(day: PackedDay, words: Dictionary): Chunk {
  const codes = (column: (string | null)[]) => Int32Array.from(column, (word) => words.code(word));
  return {
    rows: day.rows,
    team: Int32Array.from(day.team, (team) => team ?? NONE),
    fields: day.fields.map(codes),
    leads: day.kind === 'leads' ? Int32Array.from(day.leads ?? []) : null,
    sold: day.kind === 'leads' ? null : toSold(day, codes(day.product ?? [])),
  };
}

function toSold(day: PackedDay, product: Int32Array): Sold {
  const hundredths = (column: number[] | null) =>
    Float64Array.from(column ?? [], (value) => Math.round(value * 100));
  return {
    product,
    sales: Int32Array.from(day.sales ?? []),
    kzt: hundredths(day.kzt),
    usd: hundredths(day.usd),
    unknownKzt: Int32Array.from(day.unknown_kzt ?? []),
    unknownUsd: Int32Array.from(day.unknown_usd ?? []),
  };
}
