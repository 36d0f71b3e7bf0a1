import type { FunnelReport } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useReportSearch } from '../../app/use-report.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { RowsLink } from '../../widgets/rows-link.tsx';
import { ReportCard } from '../../widgets/report-card.tsx';
import { stagesQuery } from './queries.ts';
import { useFunnelTexts } from './texts.ts';

type Stage = FunnelReport['stages'][number];

/** People stage by stage; a bar is as long as the printed share of the leads. */
export function StagesCard({ team }: { team: string | undefined }) {
  const text = useFunnelTexts();
  const query = useQuery(stagesQuery(useReportSearch(), team));
  return (
    <ReportCard
      title={text('stages.title')}
      hint={text('stages.hint')}
      errorTitle={text('stages.error')}
      query={query}
      heightPx={300}
    >
      {(report) => (
        <ol className="grid gap-4 p-4 pt-1">
          {report.stages.map((stage, index) => (
            <StageRow
              key={stage.key}
              stage={stage}
              before={report.stages[index - 1]}
              report={report}
              team={team}
            />
          ))}
        </ol>
      )}
    </ReportCard>
  );
}

type StageRowProps = {
  stage: Stage;
  before: Stage | undefined;
  report: FunnelReport;
  team: string | undefined;
};

function StageRow({ stage, before, report, team }: StageRowProps) {
  const text = useFunnelTexts();
  const format = useFormatter();
  const money = (value: string) => format.money(value, report.currency);
  const lost =
    before === undefined || before.persons === null || stage.persons === null
      ? null
      : before.persons - stage.persons;
  const said = [
    stage.from_previous && text('stages.ofPrevious', { share: format.percent(stage.from_previous) }),
    stage.from_lead &&
      stage.from_lead !== stage.from_previous &&
      text('stages.ofLeads', { share: format.percent(stage.from_lead) }),
    lost !== null && text('stages.lost', { n: format.number(lost) }),
  ];
  const earned = [
    before === undefined && report.spend !== null && text('stages.spend', { value: money(report.spend) }),
    stage.bought !== null &&
      before !== undefined &&
      text('stages.bought', { n: format.number(stage.bought) }),
    before !== undefined && text('stages.revenue', { value: money(stage.revenue) }),
    stage.spend_per_person && text('stages.cost', { value: money(stage.spend_per_person) }),
  ];
  const width = before === undefined ? (stage.persons ? 100 : 0) : Number(stage.from_lead ?? 0);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-4">
        <span className="font-medium">{before === undefined ? text('stages.lead') : stage.name}</span>
        <span className="text-lg font-bold">
          {stage.persons === null ? (
            <Unknown reason={text('stages.unknown')} />
          ) : (
            <RowsLink
              of={{ to: '/leads', narrow: before === undefined ? {} : { bought: stage.key } }}
              team={team}
            >
              <Figure value={stage.persons}>{format.number(stage.persons)}</Figure>
            </RowsLink>
          )}
        </span>
      </div>
      <div className="mt-1 h-3 rounded-[3px] bg-hover">
        <div
          data-stage={stage.key}
          className="h-full rounded-[3px] bg-accent"
          style={{ width: `${Math.min(100, width)}%` }}
        />
      </div>
      <div className="mt-1 flex flex-wrap justify-between gap-x-4 text-xs text-ink-2">
        <span>{said.filter(Boolean).join(' · ')}</span>
        <span className="sm:text-right">{earned.filter(Boolean).join(' · ')}</span>
      </div>
    </li>
  );
}
