import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { changeFacts, noFacts } from '../../testing/report-facts.ts';
import { seeded } from '../../testing/random-history.ts';
import { ADMIN_TOKEN, createTestServer, type TestServer } from '../../testing/running-server.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const NOW = new Date('2026-11-27T09:41:00Z');
const PERIOD = 'start=2026-09-01&end=2026-11-20';

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({ now: () => NOW });
  const { db } = server.context;
  await sql`update ad_accounts set synced_at = ${NOW}`.execute(db);
  await sql`insert into landing_leads (id, source, created_at) values ('one', 'proftest', ${NOW})`.execute(
    db,
  );
  const random = seeded(4);
  const facts = noFacts();
  for (let change = 0; change < 600; change += 1) await changeFacts(db, facts, random);
});
afterAll(() => server.close());

async function file(path: string): Promise<Buffer> {
  const answer = await server.app.inject({ url: path, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.rawPayload;
}

/** A CSV of ours: no cell of these reports holds a comma or a quote. */
async function csv(query: string): Promise<string[][]> {
  const text = (await file(`/api/v1/export.csv?${query}`)).toString('utf8');
  expect(text.startsWith('\ufeff')).toBe(true);
  return text
    .slice(1)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

type Json = Record<string, unknown>;
const text = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** What the screen shows, by its own call: rows of the table as text. */
const SCREENS: [state: string, query: string, path: string, rows: (body: Json) => unknown[][]][] = [
  ['teams, cash', `report=overview&${PERIOD}`, `overview?${PERIOD}`, teams],
  [
    'teams, cohort in USD',
    `report=overview&${PERIOD}&basis=cohort&currency=USD`,
    `overview?${PERIOD}&basis=cohort&currency=USD`,
    teams,
  ],
  ['one team', `report=overview&${PERIOD}&team=muha`, `overview?${PERIOD}&team=muha`, teams],
  ['nobody’s', `report=overview&${PERIOD}&team=unattributed`, `overview?${PERIOD}&team=unattributed`, teams],
  ['weeks', `report=trend&group=week&${PERIOD}`, `trend?group=week&${PERIOD}`, points],
  ['days of a team', `report=trend&${PERIOD}&team=traf4`, `trend?${PERIOD}&team=traf4`, points],
  [
    'funnel',
    `report=funnel&${PERIOD}`,
    `funnel?${PERIOD}`,
    (body) => (body.stages as Json[]).map(Object.values),
  ],
  ['UTM', `report=utm&fields=utm_campaign&${PERIOD}`, `utm?by=utm_campaign&limit=1000&${PERIOD}`, pivot],
  ['campaigns', `report=ads&${PERIOD}`, `ads?limit=1000&${PERIOD}`, campaigns],
  [
    'sales',
    `report=sales&${PERIOD}&team=kenesary`,
    `sales?limit=500&${PERIOD}&team=kenesary`,
    (body) =>
      (body.sales as Json[]).map((sale) =>
        Object.values({ ...sale, team: (sale.team as Json).name, sale_date_provisional: 0 }),
      ),
  ],
];

function teams(body: Json): unknown[][] {
  const rows = (body.teams as { team: { name: string } | null; metrics: Json }[]).map((row) => [
    row.team?.name ?? 'Не распределено',
    ...Object.values(row.metrics),
  ]);
  return [...rows, ['Итого', ...Object.values(body.total as Json)]];
}
function points(body: Json): unknown[][] {
  return (body.points as { start: string; end: string; metrics: Json }[]).map((point) => [
    point.start,
    point.end,
    ...Object.values(point.metrics),
  ]);
}
function pivot(body: Json): unknown[][] {
  const { rows, rest, total } = body as {
    rows: { values: string[]; figures: Json }[];
    rest: { figures: Json };
    total: Json;
  };
  const lines = rows.map((row) => [...row.values, ...Object.values(row.figures)]);
  return [...lines, ['Остальные', ...Object.values(rest.figures)], ['Итого', ...Object.values(total)]];
}
function campaigns(body: Json): unknown[][] {
  type Row = { id: string; name: string; account_id: string; team: { name: string } | null; figures: Json };
  const { rows, rest, unmatched, total } = body as {
    rows: Row[];
    rest: { figures: Json };
    unmatched: Json;
    total: Json;
  };
  const line = (name: string, figures: Json) => ['', name, '', '', ...Object.values(figures)];
  return [
    ...rows.map((row) => [row.id, row.name, row.account_id, row.team?.name, ...Object.values(row.figures)]),
    line('Остальные', rest.figures),
    line('Без объекта', unmatched),
    line('Итого', total),
  ];
}

/** The cells of the only sheet of a workbook, by its own XML. */
function sheetCells(xlsx: Buffer): string[] {
  const files = new Map<string, string>();
  for (let at = xlsx.indexOf('PK\x01\x02'); at >= 0; at = xlsx.indexOf('PK\x01\x02', at + 4)) {
    const [size, nameLength, offset] = [
      xlsx.readUInt32LE(at + 20),
      xlsx.readUInt16LE(at + 28),
      xlsx.readUInt32LE(at + 42),
    ];
    const name = xlsx.toString('utf8', at + 46, at + 46 + nameLength);
    const from = offset + 30 + xlsx.readUInt16LE(offset + 26) + xlsx.readUInt16LE(offset + 28);
    files.set(name, inflateRawSync(xlsx.subarray(from, from + size)).toString('utf8'));
  }
  const strings = [...(files.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
    ([, t]) => t ?? '',
  );
  const sheet = files.get('xl/worksheets/sheet1.xml') ?? '';
  return [...sheet.matchAll(/<c ([^>]*)>.*?<v>([^<]*)<\/v>/g)].map(([, attributes = '', value = '']) =>
    attributes.includes('t="s"') ? (strings[Number(value)] ?? '') : value,
  );
}

describe('exports', () => {
  it.each(SCREENS)('the file of «%s» is the screen, cell by cell', async (_state, query, path, rowsOf) => {
    const { body } = await server.get(`/api/v1/${path}`);
    const screen = rowsOf(body).map((row) => row.map(text));
    const [header = [], ...rows] = await csv(query);
    expect(rows).toEqual(screen);
    expect(header).toHaveLength(screen[0]?.length ?? 0);
    expect(screen.length).toBeGreaterThan(0);
    const cells = sheetCells(await file(`/api/v1/export.xlsx?${query}`));
    const shown = [header, ...screen].flat().filter((cell) => cell !== '');
    expect(cells.map(plain)).toEqual(shown.map(plain));
  });

  it('a buyer named like a formula is a text in CSV', () => {
    const columns = [
      { key: 'name', title: 'name', kind: 'text' as const },
      { key: 'revenue', title: 'revenue', kind: 'figure' as const },
    ];
    const lines = writeCsv({ columns, rows: [['=HYPERLINK("x")', '-5.00']] });
    expect(lines).toContain(`"'=HYPERLINK(""x"")",-5.00`);
  });

  it.each(['=1+1', '+cmd|x', '-2+3', '@SUM(1)', '\t=1', '\r=1', '\n=1', ' =1', '＝1', '＋1'])(
    'whatever column it stands in, %j starts no formula; figures and phones stay as they are',
    (hostile) => {
      const columns = [{ key: 'form', title: 'form', kind: 'figure' as const }];
      const [, line = ''] = writeCsv({ columns, rows: [[hostile]] }).split('form\n');
      expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
      const plainRows = writeCsv({ columns, rows: [['-5.00'], ['+77015551234'], ['-']] });
      expect(plainRows).toContain("form\n-5.00\n+77015551234\n'-\n");
    },
  );

  it('a text that starts like a formula is a string cell in XLSX, never a formula', async () => {
    const columns = [{ key: 'name', title: 'name', kind: 'text' as const }];
    const book = await writeXlsx({
      columns,
      rows: [['=HYPERLINK("http://evil.example")'], ['<b>&"\u0000</b>']],
    });
    const sheet = sheetCells(book);
    expect(sheet.join()).toContain('=HYPERLINK');
    expect(book.includes('<f>')).toBe(false);
  });
});

/** Excel stores 5.00 as 5. */
const plain = (cell: string) => (/^-?\d+(\.\d+)?$/.test(cell) ? String(Number(cell)) : cell);
