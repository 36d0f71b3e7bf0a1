import type { SourceGapsResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useReportSearch } from '../../app/use-report.ts';
import { addDays, lengthDays } from '../../lib/period.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { dayStates, type DayState } from './day-states.ts';
import { gapsQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';

const LOOK: Record<DayState, string> = {
  data: 'bg-bar',
  gap: 'border border-bad bg-bad-soft',
  before: 'border border-line',
  today: 'border border-dashed border-line-strong',
};

/** A square a day: which source gave something, and on which days it gave nothing. */
export function GapsCalendar() {
  const t = useIntegrationsTexts();
  const query = useQuery(gapsQuery(useReportSearch()));
  return (
    <SectionCard title={t('gaps.title')} lead={t('gaps.lead')} padded={false} busy={query.isPlaceholderData}>
      <Loaded query={query} failed={t('error.gaps')}>
        {(data) => <Calendar data={data} />}
      </Loaded>
      <Legend />
    </SectionCard>
  );
}

function Calendar({ data }: { data: SourceGapsResponse }) {
  const { t: core } = useTranslation();
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const days = Array.from({ length: lengthDays(data.period) }, (_, index) =>
    addDays(data.period.start, index),
  );
  return (
    <div
      className="relative overflow-x-auto border-t border-line"
      tabIndex={0}
      role="region"
      aria-label={t('gaps.title')}
    >
      <table className="min-w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">{t('gaps.title')}</caption>
        <thead>
          <tr className="text-xs text-ink-2">
            <th scope="col" className="sticky left-0 z-10 bg-card py-2 pr-4 pl-4 text-left font-normal">
              {t('gaps.source')}
            </th>
            {days.map((day) => (
              <th key={day} scope="col" className="min-w-6 px-0.5 text-center font-normal">
                <span aria-hidden="true">{Number(day.slice(8))}</span>
                <span className="sr-only">{format.day(day)}</span>
              </th>
            ))}
            <th scope="col" className="px-4 text-right font-normal whitespace-nowrap">
              {t('gaps.empty')}
            </th>
          </tr>
        </thead>
        <tbody>
          {data.sources.map((source) => {
            const states = dayStates(source, days, data.today);
            const gaps = states.filter(({ state }) => state === 'gap').length;
            return (
              <tr key={source.key} className="h-9">
                <th
                  scope="row"
                  className="sticky left-0 z-10 border-t border-line bg-card pr-4 pl-4 text-left font-medium whitespace-nowrap"
                >
                  {core(`source.${source.key}`)}
                </th>
                {states.map(({ day, state, rows }) => (
                  <td key={day} className="border-t border-line px-0.5">
                    <span
                      title={`${format.day(day)}: ${t(`gaps.${state}`)}${rows ? `, ${format.number(rows)}` : ''}`}
                      className={`mx-auto block size-4 rounded-[3px] ${LOOK[state]}`}
                    >
                      <span className="sr-only">{t(`gaps.${state}`)}</span>
                    </span>
                  </td>
                ))}
                <td
                  className={`border-t border-line px-4 text-right ${gaps > 0 ? 'text-bad' : 'text-ink-2'}`}
                >
                  {source.first_day === null ? '—' : format.number(gaps)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Legend() {
  const t = useIntegrationsTexts();
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-2 border-t border-line p-4 text-xs text-ink-2">
      {(['data', 'gap', 'today', 'before'] as const).map((state) => (
        <li key={state} className="flex items-center gap-2">
          <span aria-hidden="true" className={`block size-4 rounded-[3px] ${LOOK[state]}`} />
          {t(`gaps.${state}`)}
        </li>
      ))}
    </ul>
  );
}
