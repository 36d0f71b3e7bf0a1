import type { OverviewResponse } from '@traffic/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthDays, todayIn } from '../lib/period.ts';
import { useFormatter } from '../lib/use-formatter.ts';

type PageTitleProps = { report: OverviewResponse | undefined; children: ReactNode };

/** The page's name and, in words, what its figures cover: «37 лидов и 12 продаж за 7 дней». */
export function PageTitle({ report, children }: PageTitleProps) {
  return (
    <div className="flex min-h-8 flex-wrap items-baseline gap-x-4 gap-y-0.5">
      <h1 className="text-xl font-bold">{children}</h1>
      <p className="text-sm text-ink-2">{report ? <Headline report={report} /> : null}</p>
    </div>
  );
}

function Headline({ report }: { report: OverviewResponse }) {
  const { t } = useTranslation();
  const format = useFormatter();
  const { leads, sales } = report.total;
  const parts = [
    format.counted(sales, t('sales.words')),
    ...(leads === null ? [] : [format.counted(leads, t('teams.leadWords'))]),
  ];
  const days = format.counted(lengthDays(report.period), t('period.days'));
  const running = report.period.end >= todayIn(report.period.timezone, new Date());
  return (
    <>
      {t('teams.headline', { figures: parts.join(` ${t('teams.and')} `), days })}
      {running ? ` · ${t('period.unfinished')}` : ''}
    </>
  );
}
