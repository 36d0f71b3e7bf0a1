import type { IntegrationsResponse, IntegrationStatus } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import type { IconName } from '../../ui/icons.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { integrationsQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';
import { serviceName } from './verdict.tsx';

type Service = IntegrationsResponse['integrations'][number];

const LOOK: Record<IntegrationStatus, { tone: Tone; icon?: IconName }> = {
  online: { tone: 'good' },
  degraded: { tone: 'warn' },
  offline: { tone: 'bad' },
  not_configured: { tone: 'quiet', icon: 'plug' },
};

/** A box a service: its state, what is the matter, when we last heard of it. */
export function Services() {
  const t = useIntegrationsTexts();
  const query = useQuery(integrationsQuery);
  return (
    <SectionCard title={t('services.title')} padded={false}>
      <Loaded query={query} failed={t('error.services')}>
        {({ integrations }) => (
          <ul className="grid border-t border-line sm:grid-cols-2 xl:grid-cols-3">
            {integrations.map((service) => (
              <Box key={service.service} service={service} />
            ))}
          </ul>
        )}
      </Loaded>
    </SectionCard>
  );
}

function Box({ service }: { service: Service }) {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const { tone, icon } = LOOK[service.status];
  return (
    <li className="-mt-px -ml-px grid content-start gap-1 border-t border-l border-line p-4">
      <span className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="font-medium">{serviceName(t, service.service)}</span>
        <Status tone={tone} icon={icon}>
          {t(`status.${service.status}`)}
        </Status>
      </span>
      <span className="text-sm break-words">{service.message}</span>
      <span className="text-xs text-ink-2">
        {service.lastChecked
          ? t('services.heard', { at: format.dateTime(service.lastChecked) })
          : t('services.never')}
      </span>
    </li>
  );
}
