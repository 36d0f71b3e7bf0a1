import type { CheckStatus, DiagnosticCheck } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { diagnosticsQuery } from './queries.ts';
import { CHECK_NAMES, useIntegrationsTexts } from './texts.ts';

const TONE: Record<CheckStatus, Tone> = { ok: 'good', warning: 'warn', error: 'bad' };
const RANK: Record<CheckStatus, number> = { error: 0, warning: 1, ok: 2 };

/** Every check of what the figures stand on: what is, why, what to do; what is broken comes first. */
export function Diagnostics() {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const query = useQuery(diagnosticsQuery);
  const summary = query.data?.data.summary;
  return (
    <SectionCard
      title={t('checks.title')}
      lead={
        summary
          ? t('checks.summary', {
              ok: format.number(summary.ok),
              warning: format.number(summary.warning),
              error: format.number(summary.error),
            })
          : undefined
      }
      busy={query.isFetching}
      padded={false}
      actions={
        <Button onClick={() => void query.refetch()} disabled={query.isFetching}>
          {t('checks.again')}
        </Button>
      }
    >
      <Loaded query={query} failed={t('error.checks')}>
        {({ data }) => (
          <ul aria-label={t('checks.title')}>
            {[...data.diagnostics]
              .sort((a, b) => RANK[a.status] - RANK[b.status])
              .map((check) => (
                <Check key={check.name} check={check} />
              ))}
          </ul>
        )}
      </Loaded>
    </SectionCard>
  );
}

function Check({ check }: { check: DiagnosticCheck }) {
  const t = useIntegrationsTexts();
  const known = CHECK_NAMES.find((name) => name === check.name);
  return (
    <li className="grid items-start gap-x-6 gap-y-1 border-t border-line px-4 py-3 sm:grid-cols-[minmax(160px,240px)_120px_minmax(0,1fr)]">
      <span className="font-medium">{known ? t(`check.${known}`) : check.name}</span>
      <Status tone={TONE[check.status]}>{t(`checkStatus.${check.status}`)}</Status>
      <span className="min-w-0 text-sm break-words">
        {check.message}
        {check.cause ? (
          <span className="block text-ink-2">{t('checks.cause', { text: check.cause })}</span>
        ) : null}
        {check.action ? (
          <span className="block text-ink-2">{t('checks.action', { text: check.action })}</span>
        ) : null}
      </span>
    </li>
  );
}
