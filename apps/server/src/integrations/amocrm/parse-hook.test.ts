import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigLead, encodeJson, flatJsonHook, formHook, jsonHook } from './hook-factory.ts';
import { HOOK_LIMITS } from './hook-tree.ts';
import { type HookEvent, isHookProblem, parseHook } from './parse-hook.ts';
import { readHookLead } from './read-hook-lead.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url));

function eventsOf(body: Uint8Array): HookEvent[] {
  const parsed = parseHook(body);
  if (isHookProblem(parsed)) throw new Error(parsed.message);
  return parsed;
}
const ids = (events: HookEvent[]) =>
  events.map(({ entity, action, fields }) => [entity, action, fields.get('id')]);

describe('parseHook', () => {
  it('reads a captured lead hook with its account', () => {
    const [event] = eventsOf(fixture('06-etesttask-2025-05-leads-add.form.txt'));
    expect(event).toMatchObject({ entity: 'leads', action: 'add', accountId: '32427762' });
    expect(event?.fields.get('price')).toBe('999');
  });

  it('reads a captured contact hook', () => {
    const [event] = eventsOf(fixture('06-etesttask-2025-05-contacts-update.form.txt'));
    expect(event).toMatchObject({ entity: 'contacts', action: 'update' });
    expect(event?.fields.get('name')).toBe('Абиба абибович');
  });

  it('finds the account whether it is written first or last', () => {
    expect(eventsOf(fixture('07-anyor-2023-03-DP-leads-status.form.txt'))[0]?.accountId).toBe('30307558');
    expect(eventsOf(utf8('leads[add][0][id]=1&account[id]=5'))[0]?.accountId).toBe('5');
  });

  it('walks every entity, action and index of one body, in the order written', () => {
    const body =
      'leads[status][0][id]=1&leads[status][1][id]=2&leads[add][0][id]=3&contacts[update][0][id]=4&talk[add][0][id]=5';
    expect(ids(eventsOf(utf8(body)))).toEqual([
      ['leads', 'status', '1'],
      ['leads', 'status', '2'],
      ['leads', 'add', '3'],
      ['contacts', 'update', '4'],
      ['talk', 'add', '5'],
    ]);
  });

  it('keeps all 60 deals of a batch with 36 custom fields each, where usual parsers stop at 1000 keys', () => {
    const leads = Array.from({ length: 60 }, (_, index) => bigLead(index + 1));
    for (const body of [
      formHook('status', leads),
      jsonHook('status', leads),
      flatJsonHook('status', leads),
    ]) {
      const facts = eventsOf(body).map((event) => readHookLead(event, { utm_source: [434731] }));
      expect(facts).toHaveLength(60);
      expect(facts.at(-1)).toMatchObject({
        leadId: '60',
        utm: { utm_source: 'fb_kenesary', utm_campaign: 'запуск 60' },
      });
      expect(facts.every((fact) => fact?.customFields.length === 36)).toBe(true);
    }
  });

  it('gives equal results for a form, nested JSON, and flat keys inside JSON', () => {
    const lead = bigLead(7);
    const form = eventsOf(formHook('update', [lead]));
    expect(eventsOf(jsonHook('update', [lead]))).toEqual(form);
    expect(eventsOf(flatJsonHook('update', [lead]))).toEqual(form);
  });

  it('takes a thing without an index, and a list with empty brackets', () => {
    expect(ids(eventsOf(encodeJson({ leads: { status: { id: 9 } } })))).toEqual([['leads', 'status', '9']]);
    expect(ids(eventsOf(utf8('leads[status][][id]=8')))).toEqual([['leads', 'status', '8']]);
  });

  it('is not misled by a stray leaf beside real deals', () => {
    expect(ids(eventsOf(utf8('leads[status][x]=1&leads[status][0][id]=8')))).toEqual([
      ['leads', 'status', '8'],
    ]);
  });

  it.each(['', 'ping', '{}', '[]', '[1,2]', 'leads=1', 'leads[status]=1', '{"leads":null}', '&&&'])(
    'gives no events for %j',
    (body) => expect(parseHook(utf8(body))).toEqual([]),
  );

  it('treats __proto__ and constructor as ordinary words', () => {
    const form =
      'leads[status][0][__proto__][polluted]=1&__proto__[polluted][0][id]=1&constructor[prototype][0][id]=2';
    const json =
      '{"__proto__":{"polluted":[{"id":1}]},"leads":{"status":[{"id":1,"__proto__":{"polluted":1}}]}}';
    for (const body of [form, json]) expect(eventsOf(utf8(body)).length).toBeGreaterThan(0);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('replaces bytes that are not UTF-8 and removes NUL, which PostgreSQL refuses', () => {
    const body = new Uint8Array([
      ...utf8('leads[add][0][id]=1&leads[add][0][name]=a'),
      0xff,
      ...utf8('%FFb%00c'),
    ]);
    expect(eventsOf(body)[0]?.fields.get('name')).toBe('a\uFFFD\uFFFDbc');
    const lone = utf8('{"leads":{"add":[{"id":1,"name":"a\\ud800\\u0000"}]}}');
    expect(eventsOf(lone)[0]?.fields.get('name')).toBe('a\uFFFD');
  });
});

describe('limits of parseHook', () => {
  it('names a body over 5 MB', () => {
    expect(parseHook(new Uint8Array(HOOK_LIMITS.bytes + 1))).toMatchObject({ problem: 'too_large' });
  });

  it('names keys over 50,000 in a form and in JSON', () => {
    expect(parseHook(utf8('a=1&'.repeat(HOOK_LIMITS.keys)))).toMatchObject({ problem: 'too_many_keys' });
    expect(parseHook(encodeJson({ leads: Array(HOOK_LIMITS.keys).fill(1) }))).toMatchObject({
      problem: 'too_many_keys',
    });
  });

  it('reads depth 10 and names depth 11', () => {
    const deep = (depth: number) => utf8(`leads${'[a]'.repeat(depth - 1)}=1`);
    expect(parseHook(deep(10))).toEqual([]);
    expect(parseHook(deep(11))).toMatchObject({ problem: 'too_deep' });
    expect(parseHook(utf8(`${'{"a":'.repeat(11)}1${'}'.repeat(11)}`))).toMatchObject({ problem: 'too_deep' });
  });

  it('survives 5 MB of opening brackets', () => {
    expect(parseHook(utf8('['.repeat(HOOK_LIMITS.bytes)))).toMatchObject({ problem: 'bad_json' });
    expect(parseHook(utf8(`a${'['.repeat(HOOK_LIMITS.bytes - 1)}`))).toEqual([]);
    expect(parseHook(utf8(`a${'[x]'.repeat(1_600_000)}`))).toMatchObject({ problem: 'too_deep' });
  });

  it('names JSON that is cut off', () => {
    expect(parseHook(utf8('{"leads":'))).toMatchObject({ problem: 'bad_json' });
  });

  it('never throws, whatever the bytes, and so do not the readers of its events', () => {
    const piece = fc.constantFrom(
      'leads',
      'status',
      '[',
      ']',
      '[0]',
      '[id]',
      '=',
      '&',
      '%',
      '__proto__',
      '{',
      '}',
      '"',
      ':',
      '1',
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.array(piece, { maxLength: 40 }).map((pieces) => utf8(pieces.join(''))),
      fc.json().map(utf8),
      fc
        .jsonValue()
        .map((value) =>
          encodeJson({ leads: { status: [value, { id: 1, custom_fields: value, price: value }] } }),
        ),
    );
    fc.assert(
      fc.property(body, (bytes) => {
        const parsed = parseHook(bytes);
        if (!isHookProblem(parsed)) for (const event of parsed) readHookLead(event, { utm_source: [1] });
      }),
      { numRuns: 2000 },
    );
  });
});
