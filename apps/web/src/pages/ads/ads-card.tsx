import { useQuery } from '@tanstack/react-query';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { EmptyRows } from '../../widgets/empty-report.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { AdsTable } from './ads-table.tsx';
import { AD_COLUMN_NAMES, type AdColumns, type AdSort } from './columns.ts';
import { adsQuery } from './queries.ts';
import { useAdsTexts } from './texts.ts';

type AdsCardProps = {
  team: string | undefined;
  /** The campaign to open and mark. */
  campaign?: string | undefined;
  columns: AdColumns;
  sort: AdSort;
  onChange: (change: { columns?: AdColumns; sort?: AdSort }) => void;
};

/** Campaigns that open into ad sets and ads, with what each cost and what it brought. */
export function AdsCard({ team, campaign, columns, sort, onChange }: AdsCardProps) {
  const text = useAdsTexts();
  const format = useFormatter();
  const query = useQuery(adsQuery(useReportSearch(), { team, level: 'campaign', sort }));
  return (
    <ReportCard
      title={text('tree')}
      hint={text('hint')}
      errorTitle={text('error')}
      query={query}
      heightPx={560}
      controls={
        <Segmented
          label={text('columns')}
          value={columns}
          options={AD_COLUMN_NAMES.map((value) => ({ value, label: text(`set.${value}`) }))}
          onChange={(next) => onChange({ columns: next })}
        />
      }
    >
      {(report) => {
        const period = format.period(report.period.start, report.period.end);
        if (report.rows.length === 0)
          return (
            <EmptyRows report={report} needs={['meta', 'landing', 'amocrm']}>
              {text('none', { period })}
            </EmptyRows>
          );
        return (
          <AdsTable
            report={report}
            caption={text('caption', { period })}
            team={team}
            campaign={campaign}
            columns={columns}
            sort={sort}
            onSort={(next) => onChange({ sort: next })}
          />
        );
      }}
    </ReportCard>
  );
}
