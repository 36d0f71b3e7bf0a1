import type { OverviewResponse } from '@traffic/contract';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../../platform/database/index.ts';
import type { Language } from '../../platform/translate.ts';
import { alarmKind, alarmOwner } from '../operations/index.ts';
import type { Chat } from './chats-repo.ts';
import { type AlertFacts, formatAlert, formatAlertOver } from './format-alert.ts';
import { formatReport } from './format-report.ts';
import type { ReportedPlans } from './plan-lines.ts';
import {
  formatLeadNotice,
  formatSaleNotice,
  type LeadNotice,
  type SaleNotice,
} from './format-sale-notice.ts';

/** What a message is made of is read when it is sent, by who knows it. */
export type Readers = {
  db: Db;
  publicUrl: string;
  timezone: () => Promise<string>;
  /** What to say of a sale now, and whose it is; null when there is nothing to say any more. */
  loadSale(saleId: string): Promise<(SaleNotice & { teamId: number | null }) | null>;
  loadLead(landingLeadId: string): Promise<(LeadNotice & { teamId: number | null }) | null>;
  /** The overview as the API answers it: days inclusive, of one team (slug) or of everybody. */
  loadOverview(question: {
    start: string;
    end: string;
    team: string | undefined;
    language: Language;
  }): Promise<OverviewResponse>;
  /** The plans of the week of this day, as the API answers them. */
  loadPlans(day: string): Promise<ReportedPlans>;
};

/** The text of a message; or why there is nothing to send any more; or that it has to wait for another. */
export type Composed = { text: string } | { cancel: string } | { waitSeconds: number };

/** A chat that is not known (any more) has no team and reads Russian. */
type Reader = Pick<Chat, 'team_id' | 'team_slug' | 'language'>;

export type Notice = { kind: string; payload: unknown; chat_id: string };

const Sale = z.object({ sale_id: z.string() });
const Lead = z.object({ landing_lead_id: z.string() });
const Report = z.object({
  report: z.enum(['yesterday', 'today', 'week']),
  start: z.string(),
  end: z.string(),
});
const Alarm = z.object({ alarm_id: z.string() });
const Ready = z.object({ text: z.string() });

const NOT_OF_THIS_TEAM = { cancel: 'it is not of the team of this chat' };

/** Makes the text of a queued message for its chat. */
export async function compose(readers: Readers, notice: Notice, chat: Reader): Promise<Composed> {
  switch (notice.kind) {
    case 'sale': {
      const sale = await readers.loadSale(Sale.parse(notice.payload).sale_id);
      if (sale === null) return { cancel: 'the sale was reversed before its notice was sent' };
      if (!concerns(chat, sale.teamId)) return NOT_OF_THIS_TEAM;
      return { text: formatSaleNotice(sale, chat.language) };
    }
    case 'lead': {
      const lead = await readers.loadLead(Lead.parse(notice.payload).landing_lead_id);
      if (lead === null) return { cancel: 'the lead is gone' };
      if (!concerns(chat, lead.teamId)) return NOT_OF_THIS_TEAM;
      return { text: formatLeadNotice(lead, chat.language) };
    }
    case 'report':
      return composeReport(readers, notice, chat);
    case 'alarm':
      return composeAlarm(readers, notice, chat);
    case 'alarm_over':
      return composeEnd(readers, notice, chat);
    default:
      return Ready.parse(notice.payload);
  }
}

const concerns = (chat: Reader, teamId: number | null) => chat.team_id === null || chat.team_id === teamId;

async function composeReport(readers: Readers, notice: Notice, chat: Reader): Promise<Composed> {
  const { report, start, end } = Report.parse(notice.payload);
  const { language } = chat;
  const overview = await readers.loadOverview({ start, end, team: chat.team_slug ?? undefined, language });
  const own = chat.team_slug === null ? null : (overview.teams[0]?.team ?? null);
  const plans = await readers.loadPlans(start);
  return { text: formatReport({ kind: report, language, team: own, overview, plans }) };
}

async function composeAlarm(readers: Readers, notice: Notice, chat: Reader): Promise<Composed> {
  const facts = await readAlarm(readers, Alarm.parse(notice.payload).alarm_id, chat);
  if (facts === null || facts.closedAt !== null) return { cancel: 'the alarm was over before it was told' };
  return { text: formatAlert(facts) };
}

/** Only who was told of the beginning is told of the end. */
async function composeEnd(readers: Readers, notice: Notice, chat: Reader): Promise<Composed> {
  const { alarm_id } = Alarm.parse(notice.payload);
  const opening = await readers.db
    .selectFrom('notifications')
    .select(['state', 'claimed_at'])
    .where('dedupe_key', '=', `alarm:${alarm_id}:${notice.chat_id}`)
    .executeTakeFirst();
  if (opening?.state === 'pending' && opening.claimed_at !== null) return { waitSeconds: 30 };
  if (opening?.state !== 'sent') return { cancel: 'nobody here was told of the alarm' };
  const facts = await readAlarm(readers, alarm_id, chat);
  return facts === null ? { cancel: 'the alarm is gone' } : { text: formatAlertOver(facts) };
}

async function readAlarm(readers: Readers, id: string, chat: Reader): Promise<AlertFacts | null> {
  const { rows } = await sql<{
    key: string;
    message: string;
    opened_at: Date;
    closed_at: Date | null;
    owner: string | null;
  }>`
    select a.key, a.message, a.opened_at, a.closed_at,
      (select name from traffic_teams where id = ${alarmOwner('a.key')}) as owner
    from alarms a where a.id = ${id}::bigint`.execute(readers.db);
  const row = rows[0];
  if (row === undefined) return null;
  return {
    ...{ message: row.message, kind: alarmKind(row.key), ownerTeam: row.owner },
    ...{ openedAt: row.opened_at, closedAt: row.closed_at, language: chat.language },
    ...{ zone: await readers.timezone(), publicUrl: readers.publicUrl },
  };
}
