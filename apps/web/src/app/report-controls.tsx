import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { BASES, COMPARES, CURRENCIES, GROUPS, type ReportSearch } from '../lib/report-search.ts';
import { Segmented } from '../ui/segmented.tsx';
import { useReportSearch } from './use-report.ts';

/** Changes what the figures mean, in the URL: Back undoes one step. */
export function useChangeReport(): (change: Partial<ReportSearch>) => void {
  const navigate = useNavigate();
  return (change) => void navigate({ to: '.', search: (old) => ({ ...old, ...change }), resetScroll: false });
}

/** What the figures are compared with, their step, money and date basis. */
export function ReportControls() {
  const { t } = useTranslation();
  const search = useReportSearch();
  const change = useChangeReport();
  return (
    <>
      <select
        aria-label={t('compare.label')}
        value={search.compare ?? 'previous'}
        onChange={(event) => change({ compare: COMPARES.find((name) => name === event.target.value) })}
        className="h-8 rounded-control border border-line bg-page px-2 text-sm text-ink-2 pointer-coarse:h-11"
      >
        {COMPARES.map((name) => (
          <option key={name} value={name}>
            {t(`compare.${name}`)}
          </option>
        ))}
      </select>
      <Segmented
        label={t('group.label')}
        value={search.group ?? 'day'}
        options={GROUPS.map((value) => ({
          value,
          label: t(`group.short.${value}`),
          name: t(`group.${value}`),
        }))}
        onChange={(group) => change({ group })}
      />
      <Segmented
        label={t('shell.currency')}
        value={search.currency ?? 'KZT'}
        options={CURRENCIES.map((value) => ({ value, label: value === 'KZT' ? '₸' : '$', name: value }))}
        onChange={(currency) => change({ currency })}
      />
      <Segmented
        label={t('dateBasis.label')}
        value={search.basis ?? 'cash'}
        options={BASES.map((value) => ({ value, label: t(`dateBasis.${value}`) }))}
        onChange={(basis) => change({ basis })}
      />
    </>
  );
}
