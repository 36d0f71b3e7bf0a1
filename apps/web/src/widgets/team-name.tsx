import type { OverviewResponse, TeamRef } from '@traffic/contract';
import { useTranslation } from 'react-i18next';
import { InnerLink } from '../app/inner-link.tsx';
import { useFormatter } from '../lib/use-formatter.ts';
import { TeamDot, TeamMark } from '../ui/team-mark.tsx';

/** The team's name as a link to its cabinet; «Не распределено» leads to its own sales. */
export function TeamName({ team }: { team: TeamRef | null }) {
  const { t } = useTranslation();
  return (
    <InnerLink
      to="/cabinet/$team"
      team={team?.slug ?? 'unattributed'}
      className="flex h-9 items-center decoration-line-strong underline-offset-4 hover:underline pointer-coarse:h-11"
    >
      {team ? (
        <TeamMark team={team} />
      ) : (
        <span className="inline-flex items-center gap-2">
          <TeamDot color="var(--line-strong)" />
          {t('teams.unattributed')}
        </span>
      )}
    </InnerLink>
  );
}

type ReasonsProps = { reasons: OverviewResponse['unattributed_reasons']; span: number };

/** Why those sales have no team: the count of each reason, right under their row. */
export function UnattributedReasons({ reasons, span }: ReasonsProps) {
  const { t } = useTranslation();
  const format = useFormatter();
  const known = reasons.filter(({ sales }) => sales > 0);
  const sales = known.reduce((sum, reason) => sum + reason.sales, 0);
  if (known.length === 0) return null;
  return (
    <tbody>
      <tr>
        <td colSpan={span} className="pb-2.5 text-xs text-ink-2">
          <span className="sticky left-0 inline-block max-w-[min(100vw-64px,900px)] pl-8">
            {format.counted(sales, t('teams.withoutTeam'))}:{' '}
            {known
              .map(({ reason, sales: count }) => `${t(`reason.${reason}`)} ${format.number(count)}`)
              .join(' · ')}
          </span>
        </td>
      </tr>
    </tbody>
  );
}
