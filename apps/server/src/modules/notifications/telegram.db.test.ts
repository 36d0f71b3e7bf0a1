import type {
  CreateChatCodeResponse,
  OverviewResponse,
  TelegramChat,
  TelegramResponse,
} from '@traffic/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTelegramClient, type TelegramClient } from '../../integrations/telegram/index.ts';
import { ADMIN_TOKEN, createTestServer, leadHook, type TestServer } from '../../testing/running-server.ts';
import { startTelegramSimulator, type TelegramSimulator } from '../../testing/telegram-simulator.ts';
import { noticeReaders } from '../../worker.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { formatMetric } from './format-figures.ts';
import { pollUpdates } from './poll-updates.ts';
import { queueAlerts } from './queue-alerts.ts';
import { queueReports } from './queue-reports.ts';
import { sendNotices } from './send-notices.ts';

const ZONE = 'Asia/Almaty';
const EVERYBODY = '-1001234567890';
/** Thursday, 10:00 in Almaty. */
const MORNING = new Date('2026-11-26T05:00:00Z');

let simulator: TelegramSimulator;
let server: TestServer;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-25T09:00:00Z');
  simulator = await startTelegramSimulator();
  server = await createTestServer({
    now: () => now,
    env: { ...simulator.environment, TELEGRAM_CHAT_IDS: EVERYBODY, PUBLIC_URL: 'https://school.example' },
  });
});
afterEach(async () => {
  await server.close();
  await simulator.close();
});

const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const MINUTE = 60_000;

const ask = async <T>(method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT', url: string, body?: object) => {
  const answer = await server.app.inject({
    ...{ method, url, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json<T>() };
};
const client = (): TelegramClient => server.context.telegram ?? unconfigured();
function unconfigured(): never {
  throw new Error('Telegram is configured in this test');
}
const deps = () => ({ ...server.context, ...noticeReaders(server.context), telegram: client() });
/** Sends what is due, as the worker would. */
const flush = async () => {
  while (await sendNotices(deps()));
};
const poll = (owner = 'a') => pollUpdates(deps(), owner, { waitSeconds: 0 });
const chats = async () => (await ask<TelegramResponse>('GET', '/api/v1/telegram')).body.chats;
const chat = async (chatId: string): Promise<TelegramChat> => {
  const found = (await chats()).find(({ chat_id }) => chat_id === chatId);
  if (found === undefined) throw new Error(`no chat ${chatId}`);
  return found;
};
const codeFor = async (team: string | null, language = 'ru') =>
  (await ask<CreateChatCodeResponse>('POST', '/api/v1/telegram/codes', { team, language })).body;
const connect = async (chatId: string, team: string | null, language = 'ru') => {
  const { code } = await codeFor(team, language);
  await simulator.write(chatId, `/connect ${code}`);
  await poll();
  await flush();
  await simulator.forget();
};
const states = async () => {
  const { rows } = await sql<{ key: string; state: string }>`
    select dedupe_key as key, state from notifications where kind <> 'reply' order by id`.execute(
    server.context.db,
  );
  return Object.fromEntries(rows.map(({ key, state }) => [key, state]));
};
const sell = async (id: number, utm_source: string, price: string | number = 5000) => {
  const utm = { utm_source, utm_campaign: `c<${id}>` };
  const deal = { id, name: 'Айгерим <b>', status_id: 142, pipeline_id: 10350882, price };
  await server.hook(leadHook('status', { ...deal, updated_at: Math.floor(now.getTime() / 1000), utm }));
  await server.processInbox();
};

describe('a chat is connected by a one-time code', () => {
  it('the code connects one chat, for its team and language, once and not after half an hour', async () => {
    const { code } = await codeFor('kenesary', 'kk');
    await simulator.write('-42', `/connect ${code}`);
    await poll();
    await flush();
    expect(await chat('-42')).toMatchObject({
      ...{ team: { slug: 'kenesary' }, language: 'kk', origin: 'code', state: 'active' },
      ...{ sale_notices: true, lead_notices: false, reports: true, alerts: true },
    });
    expect(await simulator.texts('-42')).toEqual([expect.stringContaining('Дайын')]);
    await simulator.write('-43', code);
    await poll();
    await flush();
    expect((await chats()).map(({ chat_id }) => chat_id)).toEqual([EVERYBODY, '-42']);
    expect(await simulator.texts('-43')).toEqual([expect.stringContaining('не подходит')]);
    const late = await codeFor(null);
    later(31 * MINUTE);
    await simulator.write('-44', late.code);
    await poll();
    expect(await chats()).toHaveLength(2);
  });

  it('nothing of the code is kept but its hash, and strangers who try are answered a few times only', async () => {
    const { code } = await codeFor(null);
    const { rows } = await sql<{ row: string }>`select c::text as row from telegram_codes c`.execute(
      server.context.db,
    );
    expect(rows[0]?.row).not.toContain(code);
    for (let tries = 0; tries < 8; tries += 1) await simulator.write('-66', 'AAAA2222');
    await simulator.write('-66', 'what is this bot?');
    await poll();
    await flush();
    expect(await simulator.texts('-66')).toHaveLength(5);
  });

  it('one process reads at a time, and an update counts once whoever reads it again', async () => {
    const { code } = await codeFor(null);
    expect((await poll('a')).kind).toBe('led');
    expect((await poll('b')).kind).toBe('follows');
    await simulator.write('-42', code);
    await poll('a');
    // The process died before Telegram learnt that it had read the message: another is told it again.
    await sql`update telegram_inbox set lease_until = clock_timestamp() - interval '1 second', next_update_id = 0`.execute(
      server.context.db,
    );
    expect((await poll('b')).kind).toBe('led');
    await flush();
    expect(await simulator.texts('-42')).toHaveLength(1);
  });

  it('a chat of TELEGRAM_CHAT_IDS is there from the start and is not removed but switched off', async () => {
    const { id, origin } = await chat(EVERYBODY);
    expect(origin).toBe('environment');
    expect((await ask('DELETE', `/api/v1/telegram/chats/${id}`)).status).toBe(409);
    await ask('PATCH', `/api/v1/telegram/chats/${id}`, { disabled: true });
    await sell(1, 'fb_kenesary');
    expect(await states()).toEqual({});
    await ask('PATCH', `/api/v1/telegram/chats/${id}`, { disabled: false });
    await sell(2, 'fb_kenesary');
    await flush();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(1);
  });
});

describe('notices', () => {
  it('a sale goes to everybody and to its own team, not to another, and stays harmless text', async () => {
    await connect('-1', 'kenesary');
    await connect('-2', 'arystan');
    await sell(1, 'fb_kenesary');
    await flush();
    const [text] = await simulator.texts('-1');
    expect(text?.split('\n')).toEqual([
      '🎉 <b>НОВАЯ ПРОДАЖА!</b>',
      '👑 Таргетолог: Kenesary',
      '👤 Клиент: Айгерим &lt;b&gt;',
      '💰 Сумма: 5\u00A0000\u00A0₸',
      '📦 Продукт: Express Course',
      '🏷️ Кампания: c&lt;1&gt;',
      'Kenesary, ПОЗДРАВЛЯЕМ! ПО ВАМ СДЕЛАЛИ ПРОДАЖУ! 🔥',
    ]);
    expect(await simulator.texts(EVERYBODY)).toEqual([text]);
    expect(await simulator.texts('-2')).toEqual([]);
    await sell(1, 'fb_kenesary');
    await flush();
    expect(await simulator.texts('-1')).toHaveLength(1);
  });

  it('a lead is told only where it was asked for, and an old one nowhere', async () => {
    await connect('-1', 'kenesary');
    const { id } = await chat('-1');
    await ask('PATCH', `/api/v1/telegram/chats/${id}`, { lead_notices: true });
    const lead = { name: 'Дана', phone: '+77011234567', source: 'proftest', utm_source: 'fb_kenesary' };
    const send = (own: object) => ask('POST', '/api/landing/leads', { leads: [{ ...lead, ...own }] });
    await send({ id: 1, created_at: now.toISOString() });
    await send({ id: 1, created_at: now.toISOString() });
    await send({ id: 2, created_at: new Date(now.getTime() - 3 * 60 * MINUTE).toISOString() });
    await send({ id: 3, created_at: now.toISOString(), utm_source: 'fb_arystan' });
    await flush();
    const texts = await simulator.texts('-1');
    expect(texts).toEqual([expect.stringContaining('Дана')]);
    expect(texts[0]).not.toContain('7701');
    expect(await simulator.texts(EVERYBODY)).toEqual([]);
  });
});

describe('the outbox', () => {
  it('waits as long as Telegram asks, for all that goes to the chat, and loses nothing', async () => {
    await simulator.fault({ status: 429, retryAfter: 40, times: 1 });
    await sell(1, 'fb_kenesary');
    await sell(2, 'fb_kenesary');
    await flush();
    expect(await simulator.texts(EVERYBODY)).toEqual([]);
    later(39_000);
    await flush();
    expect(await simulator.texts(EVERYBODY)).toEqual([]);
    later(2_000);
    await flush();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(2);
  });

  it('tries again with growing waits while Telegram is away, for hours', async () => {
    await simulator.fault({ status: 500 });
    await sell(1, 'fb_kenesary');
    for (let tries = 0; tries < 20; tries += 1) {
      await flush();
      later(11 * MINUTE);
    }
    await simulator.fault(null);
    await flush();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(1);
  });

  it('a chat that blocked the bot is left alone with one alarm, and a test that arrives brings it back', async () => {
    await connect('-1', 'kenesary');
    await simulator.fault({ status: 403, chatId: '-1' });
    for (const id of [1, 2, 3]) await sell(id, 'fb_kenesary');
    await flush();
    await sell(4, 'fb_kenesary');
    await flush();
    expect(await chat('-1')).toMatchObject({ state: 'blocked', last_answer: expect.stringContaining('403') });
    expect(await openAlarms()).toEqual([{ key: 'telegram.chat.-1', raised: 1 }]);
    expect(await simulator.texts(EVERYBODY)).toHaveLength(4);
    await simulator.fault(null);
    const { id } = await chat('-1');
    const { body } = await ask('POST', `/api/v1/telegram/chats/${id}/test`);
    expect(body).toMatchObject({ delivered: true, answer: 'ok' });
    expect(await chat('-1')).toMatchObject({ state: 'active' });
    expect(await openAlarms()).toEqual([]);
  });

  it('a bot thrown out of a chat is noticed without a message, and so is its return', async () => {
    await connect('-1', null);
    await simulator.membership('-1', false);
    await poll();
    expect(await chat('-1')).toMatchObject({ state: 'blocked' });
    expect(await openAlarms()).toHaveLength(1);
    await simulator.membership('-1', true);
    await poll();
    expect(await chat('-1')).toMatchObject({ state: 'active' });
    expect(await openAlarms()).toEqual([]);
  });

  it('a dead token keeps the messages and raises one alarm', async () => {
    await sell(1, 'fb_kenesary');
    const dead = { ...simulator.environment, botToken: '1:dead-token' };
    const telegram = createTelegramClient({ apiUrl: dead.TELEGRAM_API_URL, botToken: dead.botToken });
    while (await sendNotices({ ...deps(), telegram }));
    expect(await openAlarms()).toEqual([{ key: 'telegram.token', raised: 1 }]);
    later(11 * MINUTE);
    await flush();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(1);
    expect(await openAlarms()).toEqual([]);
  });

  it('a dead token is noticed while nothing is sent, and shown by its key and its service', async () => {
    const { TELEGRAM_API_URL: apiUrl } = simulator.environment;
    const telegram = createTelegramClient({ apiUrl, botToken: '1:dead-token' });
    await pollUpdates({ ...deps(), telegram }, 'a', { waitSeconds: 0 });
    expect(await openAlarms()).toEqual([{ key: 'telegram.token', raised: 1 }]);
    const key = async () => {
      const { body } = await ask<{ tokens: { service: string }[] }>('GET', '/api/tokens/health');
      return body.tokens.find(({ service }) => service === 'telegram');
    };
    expect(await key()).toMatchObject({ valid: false, level: 'error' });
    expect((await ask('GET', '/api/integrations/telegram')).body).toMatchObject({ status: 'offline' });
    await poll('a');
    expect(await key()).toMatchObject({ valid: true, level: 'ok' });
    expect(await openAlarms()).toEqual([]);
  });

  it('a group that became a supergroup keeps its messages under the new id', async () => {
    await sell(1, 'fb_kenesary');
    const real = client();
    const telegram: TelegramClient = {
      ...real,
      send: async (chatId, text) =>
        chatId === EVERYBODY
          ? { kind: 'moved', chatId: '-100777', answer: '400: group chat was upgraded' }
          : real.send(chatId, text),
    };
    await simulator.write('-100777', 'hello');
    while (await sendNotices({ ...deps(), telegram }));
    expect(await simulator.texts('-100777')).toHaveLength(1);
    expect((await chats()).map(({ chat_id }) => chat_id)).toEqual(['-100777']);
  });

  it('a connection that breaks after the request leaves a report in doubt and tells a sale again', async () => {
    await sell(1, 'fb_kenesary');
    now = MORNING;
    await queueReports(server.context.db, now, ZONE);
    const lost = { kind: 'later', retryAfterSeconds: null, inDoubt: true, answer: 'no connection' } as const;
    const telegram: TelegramClient = { ...client(), send: async () => lost };
    while (await sendNotices({ ...deps(), telegram }));
    expect(Object.values(await states())).toEqual(['pending', 'in_doubt']);
    later(MINUTE);
    await flush();
    expect(Object.values(await states())).toEqual(['sent', 'in_doubt']);
  });

  it('a sender that dies in between: a sale is told again, a report is left and marked', async () => {
    await sell(1, 'fb_kenesary');
    now = MORNING;
    await queueReports(server.context.db, now, ZONE);
    // Both were taken by a process that is gone, so nobody knows what Telegram has.
    await sql`update notifications set claimed_at = clock_timestamp() - interval '2 minutes'`.execute(
      server.context.db,
    );
    await flush();
    expect(Object.values(await states())).toEqual(['sent', 'in_doubt']);
    expect(await simulator.texts(EVERYBODY)).toEqual([expect.stringContaining('НОВАЯ ПРОДАЖА')]);
  });
});

const openAlarms = async () => {
  const rows = await server.context.db
    .selectFrom('alarms')
    .select(['key', 'raised'])
    .where('closed_at', 'is', null)
    .execute();
  return rows;
};

describe('reports', () => {
  it('two processes send one report a date and chat, in the language and for the team of the chat', async () => {
    await connect('-1', 'kenesary', 'kk');
    await connect('-2', null, 'en');
    now = MORNING;
    const process = async () => {
      await queueReports(server.context.db, now, ZONE);
      while (await sendNotices(deps()));
    };
    await Promise.all([process(), process()]);
    await Promise.all([process(), process()]);
    expect(await simulator.texts(EVERYBODY)).toEqual([expect.stringMatching(/Итоги дня: 25\.11\.2026/)]);
    const [own] = await simulator.texts('-1');
    expect(own).toMatch(/Күн қорытындысы: 25\.11\.2026/);
    expect(own).toContain('Kenesary');
    expect(own).not.toContain('Arystan');
    expect(own).not.toContain('Бөлінбеген');
    const [english] = await simulator.texts('-2');
    expect(english).toContain('Unattributed');
    expect(english).not.toMatch(/[а-яё]/i);
    expect(await simulator.texts('-1')).toHaveLength(1);
    expect(await simulator.texts('-2')).toHaveLength(1);
  });

  it('the figures are those of the overview, with the unattributed, and what is unknown is no zero', async () => {
    await sell(1, 'fb_kenesary', 490_000);
    await sell(2, 'nobody-knows-whose', 5000);
    await sell(3, 'fb_arystan', '');
    now = MORNING;
    await queueReports(server.context.db, now, ZONE);
    await flush();
    const text = (await simulator.texts(EVERYBODY)).find((one) => one.includes('Итоги дня')) ?? '';
    const { body } = await ask<OverviewResponse>('GET', '/api/v1/overview?date=2026-11-25');
    const lines = text.split('\n');
    const figure = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.split(': ')[1];
    expect(figure('Продажи')).toBe(String(body.total.sales));
    expect(figure('Выручка')).toBe(formatMetric(body.total, 'revenue', 'KZT', 'ru'));
    expect(body.total).toMatchObject({ sales: 3, revenue: '495000.00', spend: null });
    expect(figure('Расход')).toBe('— (нет данных)');
    for (const { team, metrics } of body.teams) {
      const line = lines.find((one) => one.includes(` ${team?.name ?? 'Не распределено'}: `)) ?? '';
      expect(line).toContain(`продажи ${metrics.sales},`);
      expect(line).toContain(`выручка ${formatMetric(metrics, 'revenue', 'KZT', 'ru')}`);
    }
    expect(text).toContain('Продаж без суммы: 1');
    expect(text).toContain('Данные неполные');
  });

  it('a chat that is connected after the hour starts with the next report', async () => {
    now = new Date(MORNING.getTime() + MINUTE);
    await connect('-1', null);
    await queueReports(server.context.db, now, ZONE);
    await flush();
    expect(await simulator.texts('-1')).toEqual([]);
    now = new Date('2026-11-26T17:00:00Z');
    await queueReports(server.context.db, now, ZONE);
    await flush();
    expect(await simulator.texts('-1')).toEqual([expect.stringContaining('день не завершён')]);
  });
});

describe('alarms', () => {
  const alarm = { key: 'amocrm.unpaid', source: 'amocrm', message: 'AmoCRM: подписка не оплачена' };
  const turn = async () => {
    await queueAlerts(server.context, ZONE);
    await flush();
  };

  it('are told once, with what they change, whose they are and where to look, and told to be over', async () => {
    await raiseAlarm(server.context, alarm);
    await turn();
    expect(await simulator.texts(EVERYBODY)).toEqual([]);
    later(MINUTE);
    await raiseAlarm(server.context, alarm);
    await Promise.all([turn(), turn()]);
    const [text] = await simulator.texts(EVERYBODY);
    expect(text).toContain('🔴');
    expect(text).toContain('Кому чинить: администраторы');
    expect(text).toContain('https://school.example/integrations');
    await clearAlarm(server.context, alarm.key);
    later(MINUTE);
    await turn();
    await turn();
    expect(await simulator.texts(EVERYBODY)).toEqual([text, expect.stringContaining('Снова в порядке')]);
  });

  it('that are over before they were told are not told at all', async () => {
    await raiseAlarm(server.context, alarm);
    await turn();
    await clearAlarm(server.context, alarm.key);
    later(5 * MINUTE);
    await turn();
    expect(await simulator.texts(EVERYBODY)).toEqual([]);
  });

  it('keep the quiet hours unless they are critical', async () => {
    await ask('PUT', '/api/v1/telegram/quiet-hours', { quiet_hours: { from: '23:00', to: '08:00' } });
    now = new Date('2026-11-25T20:00:00Z');
    await raiseAlarm(server.context, { ...alarm, key: 'tripwire.away', message: 'База Tripwire' });
    await raiseAlarm(server.context, alarm);
    await turn();
    later(2 * MINUTE);
    await turn();
    expect(await simulator.texts(EVERYBODY)).toEqual([expect.stringContaining('подписка не оплачена')]);
    now = new Date('2026-11-26T03:00:00Z');
    await turn();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(2);
    now = new Date('2026-11-26T19:00:00Z');
    await clearAlarm(server.context, 'tripwire.away');
    await turn();
    expect(await simulator.texts(EVERYBODY)).toHaveLength(2);
    now = new Date('2026-11-27T03:00:00Z');
    await turn();
    expect((await simulator.texts(EVERYBODY)).at(-1)).toContain('Снова в порядке');
  });

  it('of one team’s ad account go to its chat and to everybody’s, not to another team', async () => {
    await connect('-1', 'kenesary');
    await connect('-2', 'arystan');
    await raiseAlarm(server.context, {
      ...{ key: 'meta.account.act_964264512447589', source: 'meta', message: 'Кабинет не читается' },
    });
    await turn();
    later(MINUTE);
    await turn();
    expect(await simulator.texts('-1')).toEqual([expect.stringContaining('команда Kenesary')]);
    expect(await simulator.texts(EVERYBODY)).toHaveLength(1);
    expect(await simulator.texts('-2')).toEqual([]);
  });
});
