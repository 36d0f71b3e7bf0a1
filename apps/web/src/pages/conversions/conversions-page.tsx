import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useFormatter } from '../../lib/use-formatter.ts';
import { ClosedPage, useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { PageTitle } from '../../widgets/page-title.tsx';
import { Ledger } from './ledger.tsx';
import { conversionSettingsQuery } from './queries.ts';
import { SendingSettings } from './sending-settings.tsx';
import { useConversionsTexts } from './texts.ts';

/** «Конверсии в Meta»: what of the CRM Meta was told, what not and why, and how it is told. */
export function ConversionsPage() {
  return useMayChange() ? <Conversions /> : <ClosedPage />;
}

function Conversions() {
  const { t: core } = useTranslation();
  const t = useConversionsTexts();
  return (
    <>
      <PageTitle report={undefined}>{core('section.conversions')}</PageTitle>
      <p className="max-w-[72ch] text-ink-2">{t('lead')}</p>
      <Halt />
      <Ledger />
      <SendingSettings />
    </>
  );
}

/** Why nothing goes out now; nothing is said while it does. */
function Halt() {
  const t = useConversionsTexts();
  const format = useFormatter();
  const { data } = useQuery(conversionSettingsQuery);
  if (data === undefined) return null;
  const { settings, stopped } = data;
  if (settings.mode === 'off') return <Line tone="quiet">{t('off')}</Line>;
  if (stopped === null) return null;
  if (stopped.until === null) return <Line tone="bad">{t('stopped')}</Line>;
  return <Line tone="warn">{t('paused', { at: format.dateTime(stopped.until) })}</Line>;
}

function Line({ tone, children }: { tone: 'quiet' | 'warn' | 'bad'; children: string }) {
  return (
    <p role="status">
      <Status tone={tone}>
        <span className="whitespace-normal">{children}</span>
      </Status>
    </p>
  );
}
