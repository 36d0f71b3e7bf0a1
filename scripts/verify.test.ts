import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLooseDependencies } from './checks/dependencies.mjs';
import { findHardCodedTexts, loadParser } from './checks/hard-coded-texts.mjs';
import { findRepeatedMistakes } from './checks/lessons.mjs';
import { findSecrets } from './checks/secrets.mjs';
import { lint } from './checks/tools.mjs';
import { walls } from './checks/walls.mjs';

const toolchain = { node: process.execPath, env: process.env };

/** A repository in miniature that breaks no rule: every layer is there, and uses what it may. */
const sound = {
  'package.json': '{ "name": "miniature", "type": "module", "dependencies": { "zod": "4.0.0" } }',
  'node_modules/zod/package.json': '{ "name": "zod", "version": "4.0.0", "main": "index.js" }',
  'node_modules/zod/index.js': 'module.exports = {};',
  'packages/contract/package.json': '{ "name": "@traffic/contract", "exports": "./src/index.ts" }',
  'packages/contract/src/index.ts': "import { z } from 'zod';\nexport const id = z;\n",
  'apps/server/src/main.ts': "import { start } from './app.ts';\nstart();\n",
  'apps/server/src/app.ts':
    "import { recordSale } from './modules/sales/index.ts';\nexport const start = () => recordSale(1);\n",
  'apps/server/src/platform/clock.ts': 'export const now = () => new Date();\n',
  'apps/server/src/platform/config/config.ts': 'export const port = process.env.PORT;\n',
  'apps/server/src/integrations/amocrm/client.ts':
    "import { now } from '../../platform/clock.ts';\nexport const readDeal = () => now();\n",
  'apps/server/src/modules/sales/index.ts': "export { recordSale } from './record-sale.ts';\n",
  'apps/server/src/modules/sales/record-sale.ts':
    "import { teamOf } from '../attribution/index.ts';\nexport const recordSale = (deal: number) => teamOf(deal);\n",
  'apps/server/src/modules/sales/record-sale.test.ts':
    "import { fixedClock } from '../../testing/clock.ts';\nimport { recordSale } from './record-sale.ts';\nfixedClock(recordSale(1));\n",
  'apps/server/src/modules/attribution/index.ts': "export { teamOf } from './decide-team.ts';\n",
  'apps/server/src/modules/attribution/decide-team.ts': 'export const teamOf = (deal: number) => deal % 4;\n',
  'apps/server/src/testing/clock.ts':
    "import { teamOf } from '../modules/attribution/decide-team.ts';\nexport const fixedClock = (deal: number) => teamOf(deal);\n",
  'apps/simulator/src/main.ts': "import { createServer } from 'node:http';\ncreateServer();\n",
  'apps/web/src/main.tsx':
    "import { id } from '@traffic/contract';\nexport const App = () => <p>{String(id)}</p>;\n",
} as const;

type Violation = [rule: string, path: string, text: string];

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'traffic-walls-'));
  copyFileSync(join(import.meta.dirname, '..', '.oxlintrc.json'), join(tree, '.oxlintrc.json'));
  for (const [path, text] of Object.entries(sound)) plant(path, text);
  mkdirSync(join(tree, 'node_modules', '@traffic'));
  symlinkSync('../../packages/contract', join(tree, 'node_modules', '@traffic', 'contract'));
});

afterEach(() => rmSync(tree, { recursive: true, force: true }));

function plant(path: string, text: string) {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
}

describe('walls', () => {
  it('find nothing in a sound tree', async () => {
    expect(await walls(toolchain, tree)).toEqual([]);
  });

  it('fail when the tool understands no TypeScript, instead of guarding nothing', async () => {
    for (const folder of ['apps', 'packages']) rmSync(join(tree, folder), { recursive: true });
    plant('apps/server/readme.js', 'export {};\n');
    expect(await walls(toolchain, tree)).toEqual([expect.stringContaining('guards nothing')]);
  });

  it('stop every import that crosses one, and name the wall', async () => {
    const deepImport =
      "import { teamOf } from '../attribution/decide-team.ts';\nexport const team = teamOf(1);\n";
    const planted: Violation[] = [
      ['browser-only-contract', 'apps/web/src/a.tsx', "import '../../server/src/platform/clock.ts';\n"],
      ['browser-no-node', 'apps/web/src/b.ts', "import 'node:fs';\n"],
      ['simulator-alone', 'apps/simulator/src/a.ts', "export { id } from '@traffic/contract';\n"],
      [
        'simulator-alone',
        'apps/simulator/src/b.ts',
        "export { now } from '../../server/src/platform/clock.ts';\n",
      ],
      ['contract-only-zod', 'packages/contract/src/a.ts', "import 'node:crypto';\n"],
      ['server-alone', 'apps/server/src/a.ts', "import '../../simulator/src/main.ts';\n"],
      ['module-through-index', 'apps/server/src/modules/sales/a.ts', deepImport],
      ['module-through-index', 'apps/server/src/modules/sales/a.test.ts', deepImport],
      ['module-through-index-outside', 'apps/server/src/b.ts', "import './modules/sales/record-sale.ts';\n"],
      ['platform-at-the-bottom', 'apps/server/src/platform/a.ts', "import '../modules/sales/index.ts';\n"],
      [
        'integration-on-platform',
        'apps/server/src/integrations/meta/a.ts',
        "import '../amocrm/client.ts';\n",
      ],
      ['composition-at-the-top', 'apps/server/src/modules/sales/b.ts', "import '../../app.ts';\n"],
      [
        'no-test-code-in-production',
        'apps/server/src/modules/sales/c.ts',
        "import '../../testing/clock.ts';\n",
      ],
      ['imports-exist', 'apps/server/src/platform/b.ts', "import './nowhere.ts';\n"],
      ['scripts-need-nothing', 'scripts/a.mjs', "import 'zod';\n"],
    ];
    for (const [, path, text] of planted) plant(path, text);
    const found = await walls(toolchain, tree);
    const named = found.map((violation) => violation.replace(/ → .*/, ''));
    expect(named.sort()).toEqual(planted.map(([rule, path]) => `${rule}: ${path}`).sort());
  });

  it('stop a cycle, even one of types only', async () => {
    plant('apps/server/src/platform/a.ts', "import type { B } from './b.ts';\nexport type A = { b: B };\n");
    plant('apps/server/src/platform/b.ts', "import type { A } from './a.ts';\nexport type B = { a?: A };\n");
    expect(await walls(toolchain, tree)).toContainEqual(
      expect.stringMatching(/^no-cycles: apps\/server\/src\/platform\/a\.ts → .*b\.ts/),
    );
  });
});

describe('lint', () => {
  it('finds nothing in a sound tree', async () => {
    expect(await lint(toolchain, tree)).toEqual([]);
  });

  it('stops every forbidden construct, and names the rule and the file', async () => {
    const platform = 'apps/server/src/platform';
    const planted: Violation[] = [
      ['no-explicit-any', `${platform}/a.ts`, 'export const parse = (body: any) => String(body);\n'],
      ['no-non-null-assertion', `${platform}/b.ts`, 'export const first = (list: string[]) => list[0]!;\n'],
      ['ban-ts-comment', `${platform}/c.ts`, '// @ts-ignore\nexport const broken: number = 1;\n'],
      ['no-process-env', `${platform}/d.ts`, 'export const port = process.env.PORT;\n'],
      ['no-process-env', 'apps/web/src/d.ts', 'export const port = process.env.PORT;\n'],
      ['no-console', `${platform}/e.ts`, "console.log('hello');\n"],
      ['max-lines', `${platform}/f.ts`, 'void 0;\n'.repeat(401)],
      [
        'max-lines-per-function',
        `${platform}/g.ts`,
        `export function f() {\n${'  void 0;\n'.repeat(101)}}\n`,
      ],
      [
        'consistent-type-imports',
        `${platform}/h.ts`,
        "import { Buffer } from 'node:buffer';\nexport type B = Buffer;\n",
      ],
      ['filename-case', `${platform}/camelCase.ts`, 'export const one = 1;\n'],
      ['no-default-export', `${platform}/i.ts`, 'export default 1;\n'],
      [
        'no-floating-promises',
        `${platform}/j.ts`,
        'const later = async () => 1;\nexport const fire = () => {\n  later();\n};\n',
      ],
      [
        'no-focused-tests',
        'apps/server/src/k.test.ts',
        "import { it } from 'vitest';\nit.only('x', () => {});\n",
      ],
    ];
    for (const [, path, text] of planted) plant(path, text);
    const [output = ''] = await lint(toolchain, tree);
    const findings = [...output.matchAll(/^([^:\n]+):\d+:\d+: .*\[\w+\/[\w-]+\(([\w-]+)\)\]$/gm)].map(
      ([, path, rule]) => `${rule}: ${path}`,
    );
    expect(findings.sort()).toEqual(planted.map(([rule, path]) => `${rule}: ${path}`).sort());
  });
});

describe('lessons', () => {
  it.each([
    [
      'a fixed offset of Almaty',
      'const end = new Date(`${day}T00:00:00+05:00`);',
      /UTC\+6 before 2024-03-01/,
    ],
    ['a day key in Greenwich', 'const day = at.toISOString().slice(0, 10);', /business day/],
    ['money as a float', 'const total = parseFloat(row.total);', /decimal strings/],
    ['money as a float by conversion', 'const revenue = Number(row.sale_amount);', /float/],
    ['money as a float in SQL', 'select sum(s.spend_kzt)::float8 as spend', /::numeric/],
    ['invented money', 'const amount = deal.price || 5000;', /stays unknown/],
    ['a zero for an unknown amount', "const amount = sale.amount ?? '0';", /stays unknown/],
    ['prices taken for cents', 'const price = lead.price / 100;', /whole currency units/],
  ])('stop %s', (_name, line, why) => {
    expect(findRepeatedMistakes('apps/server/src/modules/sales/x.ts', line)).toEqual([
      expect.stringMatching(why),
    ]);
  });

  it('let comments talk about them, and one line pass with a reason above it', () => {
    const comment = '// never toISOString().slice(0, 10)';
    const reason =
      '// allowed: a calendar day kept as a UTC instant\nconst day = at.toISOString().slice(0, 10);';
    expect(findRepeatedMistakes('apps/web/src/x.ts', `${comment}\n${reason}`)).toEqual([]);
  });
});

describe('texts', async () => {
  const parser = await loadParser();

  it.each([
    ['text between tags', '<p>Показать ещё</p>', 'Показать ещё'],
    ['text in Latin letters between tags', '<p>Show more</p>', 'Show more'],
    ['a string as a child', "<p>{'Show more'}</p>", 'Show more'],
    ['the name of a control', '<button aria-label="Close" />', 'Close'],
    ['the name of a control as an expression', '<input placeholder={`Имя`} />', 'Имя'],
    ['a Russian string in code', "const title = busy ? 'Подождите' : null;", 'Подождите'],
    ['a Russian part of a template', 'const title = `Всего ${count}`;', 'Всего '],
  ])('stop %s', (_name, line, words) => {
    expect(findHardCodedTexts(parser, 'apps/web/src/pages/x/x.tsx', `const n = 1;\n${line}\n`)).toEqual([
      `apps/web/src/pages/x/x.tsx:2: «${words}» is not translated`,
    ]);
  });

  it('let pass what people do not read, and a line with a reason above it', () => {
    const code = [
      "import { x } from '../lib/x.ts';",
      'const a = <p className="text-sm" data-x="row">{t(\'teams.title\')} · ₸ — %</p>;',
      '// Показать ещё: only a comment',
      '// allowed: a language is named in itself',
      "const name = 'Қазақша';",
    ];
    expect(findHardCodedTexts(parser, 'apps/web/src/pages/x/x.tsx', code.join('\n'))).toEqual([]);
  });
});

describe('secrets', () => {
  /** Put together here, so that this file holds none. */
  const random = 'q7Zt2Lx9Vb4Ns8Kd1Gh6Wp3Rm5Yc0JfA';
  it.each([
    ['a private key', `-----BEGIN RSA ${'PRIVATE'} KEY-----`],
    ['an AWS key', `const key = "AKIA${random.slice(0, 16).toUpperCase()}";`],
    ['a GitHub token', `ghp_${random}${random.slice(0, 4)}`],
    ['an npm token', `//registry/:_authToken=npm_${random}${random.slice(0, 4)}`],
    ['a key of an AI service', `OPENAI_API_KEY=sk-${random}${random}`],
    ['a token of a Telegram bot', `TELEGRAM_BOT_TOKEN=123456789:AA${random}x`],
    ['a Meta access token', `FB_ACCESS_TOKEN=EAA${random}${random}`],
    ['a signed token', `eyJ${random}.eyJ${random}${random}.${random}${random}`],
    ['an API token of ours', `curl -H "Authorization: Bearer td_${random}${random.slice(0, 11)}"`],
    ['a password inside an address', `DATABASE_URL=postgres://admin:${random}@db.school.kz/traffic`],
    ['a random value named a secret', `export const webhookSecret = '${random}';`],
  ])('stop %s in any file, without repeating it', (what, line) => {
    const found = findSecrets('docs/notes.md', `first\n${line}`);
    expect(found).toEqual(
      expect.arrayContaining([expect.stringContaining(`docs/notes.md:2: looks like ${what}`)]),
    );
    expect(found.join()).not.toContain(random.slice(0, 12));
  });

  it('let words, places of a machine and vouched values pass', () => {
    const harmless = [
      "ENCRYPTION_KEY: 'test-encryption-key-test-encryption-key',",
      'postgres://postgres:postgres@127.0.0.1:5432/test and postgres://user:password@host:5432/db',
      'const url = `postgres://${user}:${password}@${host}`;',
      `// allowed: a digest, it opens nothing\nconst token = '${random}';`,
    ];
    expect(findSecrets('apps/x.ts', harmless.join('\n'))).toEqual([]);
  });
});

describe('dependencies', () => {
  const integrity = `sha512-${'A'.repeat(86)}==`;
  const sound = {
    'node_modules/zod': { version: '4.0.0', integrity },
    'apps/web': {},
    'node_modules/w': { link: true },
  };
  const judge = (packages: object, dependencies: Record<string, string> = { zod: '4.0.0' }) =>
    findLooseDependencies(
      { 'package.json': { dependencies } },
      { lockfileVersion: 3, packages: { ...sound, ...packages } },
    );

  it('pass when every version is exact, hashed and from the registry', () => {
    expect(judge({}, { zod: '4.0.0', ts: 'npm:@scope/ts@6.0.2', pg: '18.4.0-beta.17' })).toEqual([]);
  });

  it.each([
    '^4.0.0',
    '~4.0.0',
    '4',
    '*',
    'latest',
    'github:someone/zod',
    'file:../zod',
    'https://evil.example/zod.tgz',
  ])('stop the pin %s', (pin) => {
    expect(judge({}, { zod: pin })).toEqual([expect.stringContaining('package.json: zod is')]);
  });

  it.each([
    ['no sha512 integrity', { version: '1.0.0' }],
    ['no sha512 integrity', { version: '1.0.0', integrity: 'sha1-AAAA' }],
    ['does not come from', { version: '1.0.0', integrity, resolved: 'https://evil.example/x/-/x-1.0.0.tgz' }],
    [
      'does not come from',
      { version: '1.0.0', integrity, resolved: 'git+ssh://git@github.com/someone/x.git' },
    ],
    ['runs an install script', { version: '1.0.0', integrity, hasInstallScript: true }],
  ])('stop a locked package that has or does: %s', (why, entry) => {
    expect(judge({ 'node_modules/x': entry })).toEqual([expect.stringContaining(why)]);
  });
});
