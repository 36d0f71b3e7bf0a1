import { useTranslation } from 'react-i18next';

const ROWS = ['1', '2', '3', '4', '5', '6'];

/** The table before its first figures: same rows, same heights. */
export function TeamsTableSkeleton() {
  const { t } = useTranslation();
  return (
    <section className="card p-4" aria-busy="true" aria-label={t('teams.title')}>
      <h2 className="h-8 text-lg font-bold">{t('teams.byTeam')}</h2>
      {ROWS.map((row) => (
        <div key={row} className="flex h-9 items-center justify-between gap-8 border-t border-line">
          <span className="skeleton h-3 w-32" />
          <span className="skeleton h-3 w-1/2" />
        </div>
      ))}
    </section>
  );
}
