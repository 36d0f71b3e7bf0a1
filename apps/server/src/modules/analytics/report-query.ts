import type { Basis, Compare, Currency, ReportQuery, SourceState } from '@traffic/contract';
import type { z } from 'zod';
import { businessDayOf, type ResolvedPeriod, resolvePeriod } from '../../platform/business-day.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Db } from '../../platform/database/index.ts';
import { type Language, translate } from '../../platform/translate.ts';
import type { ColumnStore } from './columns/column-store.ts';
import { incompleteFigures, rateGap } from './incomplete-sources.ts';
import { type Academy, resolveTeamFilter, type TeamFilter } from '../settings/index.ts';

/** A report question after parsing: what, over which days, in which money, of whom. */
export type ReportQuestion = {
  language: Language;
  period: ResolvedPeriod;
  basis: Basis;
  compare: Compare;
  currency: Currency;
  team: TeamFilter;
};

export type ReportDeps = {
  db: Db;
  clock: Clock;
  academy: () => Promise<Academy>;
  /** Freshness and completeness of every source, as of now. */
  sources: () => Promise<SourceState[]>;
  /** UTM roll-ups that this process has in memory. */
  columns: ColumnStore;
};

/**
 * @param visibleSlug the team the caller may see, after the access check; undefined is everybody
 * @throws AppError `validation` for an impossible period, `not_found` for an unknown team
 */
export async function readQuestion(
  deps: ReportDeps,
  query: Omit<z.infer<typeof ReportQuery>, 'compare'> & { compare?: Compare },
  visibleSlug: string | undefined,
  language: Language,
): Promise<ReportQuestion> {
  const academy = await deps.academy();
  return {
    language,
    period: resolvePeriod(query, deps.clock.now(), academy.timezone),
    basis: query.basis,
    compare: query.compare ?? 'previous',
    currency: query.currency,
    team: await resolveTeamFilter(deps.db, visibleSlug),
  };
}

/** What every report answers beside its figures. */
export async function envelope(deps: ReportDeps, question: ReportQuestion) {
  const { start, end, timezone, preset } = question.period;
  const now = deps.clock.now();
  const [states, gap] = await Promise.all([
    deps.sources(),
    rateGap(deps.db, question, businessDayOf(now, timezone)),
  ]);
  const inWords = <T extends { reason: string | null }>(one: T): T => ({
    ...one,
    reason: one.reason === null ? null : translate(one.reason, question.language),
  });
  const sources = states.map(inWords);
  return {
    success: true as const,
    period: { start, end, timezone, preset },
    basis: question.basis,
    currency: question.currency,
    updated_at: now.toISOString(),
    sources,
    incomplete: incompleteFigures(sources, question.period, gap).map(inWords),
  };
}
