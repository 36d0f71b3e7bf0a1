import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ReportCard } from '../../widgets/report-card.tsx';
import { adviceQuery } from './queries.ts';
import { useAdviceTexts } from './texts.ts';

const SHOWN = 3;

/** In a cabinet: the weightiest recommendations of the team in a line each. */
export function AdviceShort({ team }: { team: string }) {
  const t = useAdviceTexts();
  const query = useQuery(adviceQuery(team, 'open'));
  return (
    <ReportCard title={t('short.title')} query={query} errorTitle={t('error')} heightPx={120}>
      {({ recommendations }) =>
        recommendations.length === 0 ? (
          <p className="px-4 pb-4 text-sm text-ink-2">{t('short.none')}</p>
        ) : (
          <ul className="grid gap-2 px-4 pb-4 text-sm">
            {recommendations.slice(0, SHOWN).map((advice) => (
              <li key={advice.id} className="min-w-0 break-words">
                <Link
                  to="/advice"
                  search={{ team }}
                  className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-ink"
                >
                  {advice.title}
                </Link>
                <span className="text-ink-2"> {advice.text}</span>
              </li>
            ))}
            {recommendations.length > SHOWN ? (
              <li>
                <Link to="/advice" search={{ team }} className="underline underline-offset-4">
                  {t('short.all', { n: recommendations.length })}
                </Link>
              </li>
            ) : null}
          </ul>
        )
      }
    </ReportCard>
  );
}
