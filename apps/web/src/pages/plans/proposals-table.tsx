import { PLAN_METRICS, type PlanProposalsResponse } from '@traffic/contract';
import { metricExact } from '../../lib/metric-text.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Figure, Unknown } from '../../ui/figure.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { usePlanTexts } from '../../widgets/plans/texts.ts';
import { type ReportColumn, ReportTable } from '../../widgets/report-table.tsx';
import { TeamName } from '../../widgets/team-name.tsx';
import { usePlanPageTexts } from './texts.ts';

type Row = PlanProposalsResponse['rows'][number];
type Props = {
  proposals: PlanProposalsResponse;
  /** Teams that have a plan for the week. */
  planned: readonly string[];
  past: boolean;
  onEdit: (slug: string) => void;
};

/** What four full weeks let each team promise; where they do not, why. */
export function ProposalsTable({ proposals, planned, past, onEdit }: Props) {
  const t = usePlanPageTexts();
  const words = usePlanTexts();
  const format = useFormatter();
  const mayChange = useMayChange() && !past;
  const currency = proposals.currency === 'USD' ? 'USD' : 'KZT';
  const columns: ReportColumn<Row>[] = [
    { key: 'team', header: words('team'), cell: ({ team }) => <TeamName team={team} /> },
    ...PLAN_METRICS.map(
      (metric): ReportColumn<Row> => ({
        key: metric,
        header: words(`metric.${metric}`),
        cell: ({ proposal }) => {
          const value = proposal.figures?.[metric] ?? null;
          return value === null ? (
            <Unknown reason={proposal.refusal ? t(`refusal.${proposal.refusal}`) : words('unknown')} />
          ) : (
            <Figure value={value}>{metricExact(metric, value, currency, format)}</Figure>
          );
        },
      }),
    ),
    {
      key: 'why',
      header: t('proposals.why'),
      words: true,
      cell: ({ proposal }) => (
        <span className="text-xs text-ink-2">
          {proposal.refusal
            ? t(`refusal.${proposal.refusal}`)
            : proposal.limited_by.map((limit) => t(`limited.${limit}`)).join('; ') ||
              t('proposals.grown', { growth: format.percent(String(proposals.limits.growth_percent), 0) })}
        </span>
      ),
    },
    ...(mayChange
      ? [
          {
            key: 'edit',
            header: '',
            cell: ({ team }: Row) => {
              const word = planned.includes(team.slug) ? t('form.change') : t('form.set');
              return (
                // The name holds the word that is seen: who speaks to the screen says that.
                <Button
                  look="ghost"
                  className="-mr-3"
                  onClick={() => onEdit(team.slug)}
                  aria-label={`${word}: ${t('form.open', { team: team.name })}`}
                >
                  {word}
                </Button>
              );
            },
          },
        ]
      : []),
  ];
  const first = proposals.rows[0]?.proposal.weeks ?? [];
  const [from, to] = [first[0]?.start, first.at(-1)?.end];
  return (
    <>
      <ReportTable
        caption={t('proposals.title')}
        columns={columns}
        rows={proposals.rows}
        keyOf={({ team }) => team.slug}
      />
      {from && to ? (
        <p className="px-4 py-3 text-xs text-ink-2">
          {t('proposals.base', { period: format.period(from, to) })}
        </p>
      ) : null}
    </>
  );
}
