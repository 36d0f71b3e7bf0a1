import type { SourceState } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../lib/use-formatter.ts';
import { Icon } from '../ui/icons.tsx';
import { type Problem, sourceProblems } from './source-problems.ts';

/** Stands above the figures only while a source is broken: what, since when, and what still holds. */
export function SourceBanner({ sources }: { sources: readonly SourceState[] }) {
  const { t } = useTranslation();
  const problems = sourceProblems(sources);
  if (problems.length === 0) return null;
  return (
    <section
      aria-label={t('banner.title')}
      className="grid gap-1.5 rounded-card border border-line bg-warn-soft px-4 py-3 text-sm"
    >
      {problems.map((problem) => (
        <p key={problem.source.key} className="flex gap-2.5">
          <Icon name="warning" className="mt-0.5 text-warn" />
          <ProblemText problem={problem} />
        </p>
      ))}
    </section>
  );
}

function ProblemText({ problem: { source, kind } }: { problem: Problem }) {
  const { t } = useTranslation();
  const format = useFormatter();
  // The server's reason is a clause of our sentence: its own full stop would stand in the middle.
  const why = source.reason ? `: ${source.reason.replace(/\.$/, '')}` : '';
  const since = kind === 'incomplete' ? source.incomplete_since : null;
  return (
    <span>
      <span className="font-medium">{t(`banner.${kind}`, { what: t(`sourceOf.${source.key}`), why })}</span>{' '}
      {since ? `${t('freshness.incompleteSince', { at: format.dateTime(since) })}. ` : ''}
      {source.updated_at
        ? t('banner.dataAt', { at: format.dateTime(source.updated_at) })
        : t('banner.noData')}
    </span>
  );
}
