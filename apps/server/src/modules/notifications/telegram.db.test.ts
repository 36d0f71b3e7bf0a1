import type { OverviewResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EVERYBODY, startTelegramSchool, type TelegramSchool } from '../../testing/telegram-school.ts';
import { clearAlarm, raiseAlarm } from '../operations/index.ts';
import { formatMetric } from './format-figures.ts';
import { queueAlerts } from './queue-alerts.ts';
import { queueReports } from './queue-reports.ts';
import { sendNotices } from './send-notices.ts';

const ZONE = 'Asia/Almaty';
/** Thursday, 10:00 in Almaty. */
const MORNING = new Date('2026-11-26T05:00:00Z');
const MINUTE = 60_000;

let school: TelegramSchool;

beforeEach(async () => {
  school = await startTelegramSchool();
});
afterEach(() => school.close());

describe('a chat is connected by a one-time code', () => {
  it('the code connects one chat, for its team and language, once and not after half an hour', async () => {
    const { code } = await school.codeFor('kenesary', 'kk');
    await school.simulator.write('-42', `/connect ${code}`);
    await school.poll();
    await school.flush();
    expect(await school.chat('-42')).toMatchObject({
      ...{ team: { slug: 'kenesary' }, language: 'kk', origin: 'code', state: 'active' },
      ...{ sale_notices: true, lead_notices: false, reports: true, alerts: true },
    });
    expect(await school.simulator.texts('-42')).toEqual([expect.stringContaining('Дайын')]);
    await school.simulator.write('-43', code);
    await school.poll();
    await school.flush();
    expect((await school.chats()).map(({ chat_id }) => chat_id)).toEqual([EVERYBODY, '-42']);
    expect(await school.simulator.texts('-43')).toEqual([expect.stringContaining('не подходит')]);
    const late = await school.codeFor(null);
    school.later(31 * MINUTE);
    await school.simulator.write('-44', late.code);
    await school.poll();
    expect(await school.chats()).toHaveLength(2);
  });

  it('nothing of the code is kept but its hash, and strangers who try are answered a few times only', async () => {
    const { code } = await school.codeFor(null);
    const { rows } = await sql<{ row: string }>`select c::text as row from telegram_codes c`.execute(
      school.server.context.db,
    );
    expect(rows[0]?.row).not.toContain(code);
    for (let tries = 0; tries < 8; tries += 1) await school.simulator.write('-66', 'AAAA2222');
    await school.simulator.write('-66', 'what is this bot?');
    await school.poll();
    await school.flush();
    expect(await school.simulator.texts('-66')).toHaveLength(5);
  });

  it('one process reads at a time, and an update counts once whoever reads it again', async () => {
    const { code } = await school.codeFor(null);
    expect((await school.poll('a')).kind).toBe('led');
    expect((await school.poll('b')).kind).toBe('follows');
    await school.simulator.write('-42', code);
    await school.poll('a');
    // The process died before Telegram learnt that it had read the message: another is told it again.
    await sql`update telegram_inbox set lease_until = clock_timestamp() - interval '1 second', next_update_id = 0`.execute(
      school.server.context.db,
    );
    expect((await school.poll('b')).kind).toBe('led');
    await school.flush();
    expect(await school.simulator.texts('-42')).toHaveLength(1);
  });

  it('a chat of TELEGRAM_CHAT_IDS is there from the start and is not removed but switched off', async () => {
    const { id, origin } = await school.chat(EVERYBODY);
    expect(origin).toBe('environment');
    expect((await school.ask('DELETE', `/api/v1/telegram/chats/${id}`)).status).toBe(409);
    await school.ask('PATCH', `/api/v1/telegram/chats/${id}`, { disabled: true });
    await school.sell(1, 'fb_kenesary');
    expect(await school.states()).toEqual({});
    await school.ask('PATCH', `/api/v1/telegram/chats/${id}`, { disabled: false });
    await school.sell(2, 'fb_kenesary');
    await school.flush();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(1);
  });
});

describe('notices', () => {
  it('a sale goes to everybody and to its own team, not to another, and stays harmless text', async () => {
    await school.connect('-1', 'kenesary');
    await school.connect('-2', 'arystan');
    await school.sell(1, 'fb_kenesary');
    await school.flush();
    const [text] = await school.simulator.texts('-1');
    expect(text?.split('\n')).toEqual([
      '🎉 <b>НОВАЯ ПРОДАЖА!</b>',
      '👑 Таргетолог: Kenesary',
      '👤 Клиент: Айгерим &lt;b&gt;',
      '💰 Сумма: 5\u00A0000\u00A0₸',
      '📦 Продукт: Express Course',
      '🏷️ Кампания: c&lt;1&gt;',
      'Kenesary, ПОЗДРАВЛЯЕМ! ПО ВАМ СДЕЛАЛИ ПРОДАЖУ! 🔥',
    ]);
    expect(await school.simulator.texts(EVERYBODY)).toEqual([text]);
    expect(await school.simulator.texts('-2')).toEqual([]);
    await school.sell(1, 'fb_kenesary');
    await school.flush();
    expect(await school.simulator.texts('-1')).toHaveLength(1);
  });

  it('a lead is told only where it was asked for, and an old one nowhere', async () => {
    await school.connect('-1', 'kenesary');
    const { id } = await school.chat('-1');
    await school.ask('PATCH', `/api/v1/telegram/chats/${id}`, { lead_notices: true });
    const lead = { name: 'Дана', phone: '+77011234567', source: 'proftest', utm_source: 'fb_kenesary' };
    const send = (own: object) => school.ask('POST', '/api/landing/leads', { leads: [{ ...lead, ...own }] });
    await send({ id: 1, created_at: school.at.now.toISOString() });
    await send({ id: 1, created_at: school.at.now.toISOString() });
    await send({ id: 2, created_at: new Date(school.at.now.getTime() - 3 * 60 * MINUTE).toISOString() });
    await send({ id: 3, created_at: school.at.now.toISOString(), utm_source: 'fb_arystan' });
    await school.flush();
    const texts = await school.simulator.texts('-1');
    expect(texts).toEqual([expect.stringContaining('Дана')]);
    expect(texts[0]).not.toContain('7701');
    expect(await school.simulator.texts(EVERYBODY)).toEqual([]);
  });
});

describe('reports', () => {
  it('two processes send one report a date and chat, in the language and for the team of the chat', async () => {
    await school.connect('-1', 'kenesary', 'kk');
    await school.connect('-2', null, 'en');
    school.at.now = MORNING;
    const process = async () => {
      await queueReports(school.server.context.db, school.at.now, ZONE);
      while (await sendNotices(school.deps()));
    };
    await Promise.all([process(), process()]);
    await Promise.all([process(), process()]);
    expect(await school.simulator.texts(EVERYBODY)).toEqual([
      expect.stringMatching(/Итоги дня: 25\.11\.2026/),
    ]);
    const [own] = await school.simulator.texts('-1');
    expect(own).toMatch(/Күн қорытындысы: 25\.11\.2026/);
    expect(own).toContain('Kenesary');
    expect(own).not.toContain('Arystan');
    expect(own).not.toContain('Бөлінбеген');
    const [english] = await school.simulator.texts('-2');
    expect(english).toContain('Unattributed');
    expect(english).not.toMatch(/[а-яё]/i);
    expect(await school.simulator.texts('-1')).toHaveLength(1);
    expect(await school.simulator.texts('-2')).toHaveLength(1);
  });

  it('the figures are those of the overview, with the unattributed, and what is unknown is no zero', async () => {
    await school.sell(1, 'fb_kenesary', 490_000);
    await school.sell(2, 'nobody-knows-whose', 5000);
    await school.sell(3, 'fb_arystan', '');
    school.at.now = MORNING;
    await queueReports(school.server.context.db, school.at.now, ZONE);
    await school.flush();
    const text = (await school.simulator.texts(EVERYBODY)).find((one) => one.includes('Итоги дня')) ?? '';
    const { body } = await school.ask<OverviewResponse>('GET', '/api/v1/overview?date=2026-11-25');
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

  it("reports are in the academy's money, by day and by week, as the overview answers in it", async () => {
    const { db } = school.server.context;
    await sql`update settings set value = jsonb_set(value::jsonb, '{currency}', '"USD"') where key = 'academy'`.execute(
      db,
    );
    await sql`insert into exchange_rates (currency, quote, rate_date, published_on, rate, source, fetched_at)
      values ('USD', 'KZT', '2026-11-25', '2026-11-25', 500, 'nbk', ${school.at.now})`.execute(db);
    await school.sell(1, 'fb_kenesary', 490_000);
    const { body } = await school.ask<OverviewResponse>(
      'GET',
      '/api/v1/overview?date=2026-11-25&currency=USD',
    );
    expect(body.total.revenue).toBe('980.00');
    const told = async (at: string, title: string) => {
      school.at.now = new Date(at);
      await queueReports(db, school.at.now, ZONE);
      await school.flush();
      return (await school.simulator.texts(EVERYBODY)).find((text) => text.includes(title)) ?? '';
    };
    for (const text of [
      await told('2026-11-26T05:00:00Z', 'Итоги дня'),
      await told('2026-11-30T05:00:00Z', 'Итоги недели'),
    ]) {
      expect(text).toContain(`Выручка: ${formatMetric(body.total, 'revenue', 'USD', 'ru')}`);
      expect(text).not.toContain('₸');
    }
  });

  it('a chat that is connected after the hour starts with the next report', async () => {
    school.at.now = new Date(MORNING.getTime() + MINUTE);
    await school.connect('-1', null);
    await queueReports(school.server.context.db, school.at.now, ZONE);
    await school.flush();
    expect(await school.simulator.texts('-1')).toEqual([]);
    school.at.now = new Date('2026-11-26T17:00:00Z');
    await queueReports(school.server.context.db, school.at.now, ZONE);
    await school.flush();
    expect(await school.simulator.texts('-1')).toEqual([expect.stringContaining('день не завершён')]);
  });
});

describe('alarms', () => {
  const alarm = { key: 'amocrm.unpaid', source: 'amocrm', message: 'AmoCRM: подписка не оплачена' };
  const turn = async () => {
    await queueAlerts(school.server.context, ZONE);
    await school.flush();
  };

  it('are told once, with what they change, whose they are and where to look, and told to be over', async () => {
    await raiseAlarm(school.server.context, alarm);
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([]);
    school.later(MINUTE);
    await raiseAlarm(school.server.context, alarm);
    await Promise.all([turn(), turn()]);
    const [text] = await school.simulator.texts(EVERYBODY);
    expect(text).toContain('🔴');
    expect(text).toContain('Кому чинить: администраторы');
    expect(text).toContain('https://school.example/integrations');
    await clearAlarm(school.server.context, alarm.key);
    school.later(MINUTE);
    await turn();
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([
      text,
      expect.stringContaining('Снова в порядке'),
    ]);
  });

  it('that are over before they were told are not told at all', async () => {
    await raiseAlarm(school.server.context, alarm);
    await turn();
    await clearAlarm(school.server.context, alarm.key);
    school.later(5 * MINUTE);
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([]);
  });

  it('keep the quiet hours unless they are critical', async () => {
    await school.ask('PUT', '/api/v1/telegram/quiet-hours', { quiet_hours: { from: '23:00', to: '08:00' } });
    school.at.now = new Date('2026-11-25T20:00:00Z');
    await raiseAlarm(school.server.context, { ...alarm, key: 'tripwire.away', message: 'База Tripwire' });
    await raiseAlarm(school.server.context, alarm);
    await turn();
    school.later(2 * MINUTE);
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toEqual([
      expect.stringContaining('подписка не оплачена'),
    ]);
    school.at.now = new Date('2026-11-26T03:00:00Z');
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(2);
    school.at.now = new Date('2026-11-26T19:00:00Z');
    await clearAlarm(school.server.context, 'tripwire.away');
    await turn();
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(2);
    school.at.now = new Date('2026-11-27T03:00:00Z');
    await turn();
    expect((await school.simulator.texts(EVERYBODY)).at(-1)).toContain('Снова в порядке');
  });

  it('of one team’s ad account go to its chat and to everybody’s, not to another team', async () => {
    await school.connect('-1', 'kenesary');
    await school.connect('-2', 'arystan');
    await raiseAlarm(school.server.context, {
      ...{ key: 'meta.account.act_964264512447589', source: 'meta', message: 'Кабинет не читается' },
    });
    await turn();
    school.later(MINUTE);
    await turn();
    expect(await school.simulator.texts('-1')).toEqual([expect.stringContaining('команда Kenesary')]);
    expect(await school.simulator.texts(EVERYBODY)).toHaveLength(1);
    expect(await school.simulator.texts('-2')).toEqual([]);
  });
});
