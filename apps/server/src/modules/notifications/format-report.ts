import {
  type ChatLanguage,
  type MetricKey,
  metricName,
  type MetricValues,
  type OverviewResponse,
  type TeamRow,
} from '@traffic/contract';
import type { ReportKind } from './due-reports.ts';
import { formatDay, formatInstant, formatMetric } from './format-figures.ts';
import { escapeHtml, textOf } from './notice-texts.ts';
import { planLines, type ReportedPlans } from './plan-lines.ts';

/** What a report tells: the answer of the overview for the chat's team and language. */
export type ReportFacts = {
  kind: ReportKind;
  language: ChatLanguage;
  /** The chat's own team; null = everybody. */
  team: { slug: string; name: string; emoji: string } | null;
  overview: OverviewResponse;
  /** Of the week in which the report's first day lies. */
  plans: ReportedPlans;
};

/** Lines of one part of the report; none when it has nothing to say. */
type LineBuilder = (facts: ReportFacts) => string[];

/**
 * The parts of a report, in their order. A new line is a builder in this list. Those of the
 * teams give way when a message grows beyond what Telegram takes.
 */
const PARTS: readonly LineBuilder[] = [titleLines, totalLines, gapLines, weekLines, incompleteLines];
const TEAMS_AFTER = 2;

/** Telegram takes 4096 characters, counted without the markup. */
const MAX_LENGTH = 4000;

/** A report as Telegram HTML. */
export function formatReport(facts: ReportFacts): string {
  const parts = PARTS.map((part) => part(facts));
  const before = parts.slice(0, TEAMS_AFTER).flat();
  const after = parts.slice(TEAMS_AFTER).flat();
  const room = MAX_LENGTH - [...before, ...after].join('\n').length;
  return [...before, ...teamLines(facts, room), ...after].join('\n');
}

function titleLines({ kind, language, team, overview }: ReportFacts): string[] {
  const { start, end } = overview.period;
  const days = start === end ? formatDay(start) : `${formatDay(start)} – ${formatDay(end)}`;
  const whose =
    team === null ? textOf('report.everybody', language) : `${team.emoji} ${escapeHtml(team.name)}`.trim();
  const open = kind === 'today' ? ` (${textOf('report.notOver', language)})` : '';
  return [`📊 <b>${textOf(`report.${kind}`, language)}: ${days}</b>${open}`, whose, ''];
}

const TOTAL: readonly MetricKey[] = ['spend', 'leads', 'cpl', 'sales', 'revenue', 'cpa', 'roas', 'roi'];

function totalLines({ language, overview }: ReportFacts): string[] {
  return TOTAL.map((key) => named(key, overview.total, overview.currency, language));
}

function named(key: MetricKey, metrics: MetricValues, currency: string, language: ChatLanguage): string {
  const value =
    metrics[key] === null
      ? `— (${textOf('report.unknown', language)})`
      : formatMetric(metrics, key, currency, language);
  return `${metricName(key, language)}: ${value}`;
}

const OF_A_TEAM: readonly MetricKey[] = ['spend', 'leads', 'sales', 'revenue', 'roas'];

/** Every team and «Не распределено»: with it the rows make the total. A team's own chat sees its own figures only. */
function teamLines({ language, team, overview }: ReportFacts, room: number): string[] {
  if (team !== null || overview.teams.length === 0) return [];
  const said = overview.teams.map((row) => ({ row, line: teamLine(row, overview.currency, language) }));
  const unattributed = said.filter(({ row }) => row.team === null).map(({ line }) => line);
  const lines = said.filter(({ row }) => row.team !== null).map(({ line }) => line);
  const title = ['', `<b>${textOf('report.teams', language)}</b>`];
  const shown: string[] = [];
  let left = room - [...title, ...unattributed, textOf('report.more', language, 999)].join('\n').length - 2;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const hidden = lines.length - shown.length;
  const more = hidden === 0 ? [] : [textOf('report.more', language, hidden)];
  return [...title, ...shown, ...more, ...unattributed];
}

function teamLine({ team, metrics }: TeamRow, currency: string, language: ChatLanguage): string {
  const name = team === null ? textOf('report.unattributed', language) : escapeHtml(team.name);
  const figures = OF_A_TEAM.map(
    (key) => `${metricName(key, language).toLowerCase()} ${formatMetric(metrics, key, currency, language)}`,
  );
  return `${team?.emoji || '▫️'} ${name}: ${figures.join(', ')}`;
}

/** What the sums above do not hold, said instead of being zero. */
function gapLines({ language, overview: { total } }: ReportFacts): string[] {
  const lines = [];
  if (total.sales_amount_unknown > 0)
    lines.push(textOf('report.noAmount', language, total.sales_amount_unknown));
  if (total.spend_unconverted > 0) lines.push(textOf('report.noRate', language, total.spend_unconverted));
  return lines.length === 0 ? [] : ['', ...lines];
}

function weekLines({ language, team, plans }: ReportFacts): string[] {
  return planLines(plans, team, language);
}

function incompleteLines({ language, overview }: ReportFacts): string[] {
  if (overview.incomplete.length === 0) return [];
  const lines = overview.incomplete.map(({ source, since, reason }) => {
    const from =
      since === null
        ? ''
        : ` ${textOf('report.since', language, formatInstant(new Date(since), overview.period.timezone))}`;
    return `• ${textOf(`source.${source}`, language)}${from}${reason === null ? '' : `: ${escapeHtml(reason)}`}`;
  });
  return ['', `⚠️ <b>${textOf('report.incomplete', language)}</b>`, ...lines];
}
