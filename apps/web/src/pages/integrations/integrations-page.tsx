import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/use-session.ts';
import { ClosedPage, ReadOnlyNote, useMayChange } from '../../widgets/admin/admin-only.tsx';
import { PageTabs } from '../../widgets/admin/page-tabs.tsx';
import { PageTitle } from '../../widgets/page-title.tsx';
import { Alarms } from './alarms.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { GapsCalendar } from './gaps-calendar.tsx';
import { Incidents } from './incidents.tsx';
import { Jobs } from './jobs.tsx';
import { Keys } from './keys.tsx';
import { Reconciliations } from './reconciliations.tsx';
import { Services } from './services.tsx';
import { useIntegrationsTexts } from './texts.ts';
import { Verdict } from './verdict.tsx';

const ALL = ['state', 'incidents', 'gaps', 'reconciliations', 'jobs'] as const;
/** What an analyst may read too. */
const OPEN = ['state', 'gaps'] as const;

/** «Интеграции»: whether everything the figures stand on works, since when not, and what to do. */
export function IntegrationsPage() {
  return useSession().user.role === 'targetologist' ? <ClosedPage /> : <Integrations />;
}

function Integrations() {
  const { t: core } = useTranslation();
  const t = useIntegrationsTexts();
  const mayChange = useMayChange();
  const tabs = mayChange ? ALL : OPEN;
  const asked = useSearch({ from: '/signed-in/integrations' }).tab;
  const tab = tabs.find((one) => one === asked) ?? 'state';
  return (
    <>
      <PageTitle report={undefined}>{core('section.integrations')}</PageTitle>
      <ReadOnlyNote />
      <Verdict />
      <PageTabs
        label={core('section.integrations')}
        value={tab}
        options={tabs.map((value) => ({ value, label: t(`tab.${value}`) }))}
      />
      {tab === 'state' ? (
        <>
          {mayChange ? <Alarms /> : null}
          <Services />
          <Keys />
          {mayChange ? <Diagnostics /> : null}
        </>
      ) : null}
      {tab === 'incidents' ? <Incidents /> : null}
      {tab === 'gaps' ? <GapsCalendar /> : null}
      {tab === 'reconciliations' ? <Reconciliations /> : null}
      {tab === 'jobs' ? <Jobs /> : null}
    </>
  );
}
