import type { IntegrationStatus } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Icon, type IconName } from '../../ui/icons.tsx';
import { integrationsQuery, tokensHealthQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';

const LOOK: Record<IntegrationStatus, { icon: IconName; look: string; mark: string }> = {
  online: { icon: 'check', look: 'bg-card', mark: 'text-good' },
  degraded: { icon: 'warning', look: 'bg-warn-soft', mark: 'text-warn' },
  offline: { icon: 'warning', look: 'bg-bad-soft', mark: 'text-bad' },
  not_configured: { icon: 'plug', look: 'bg-card', mark: 'text-ink-2' },
};

/** One line: whether all is well, and if not, what is not, by name. */
export function Verdict() {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const services = useQuery(integrationsQuery);
  const tokens = useQuery(tokensHealthQuery).data?.tokens ?? [];
  if (!services.data) return null;
  const ending = tokens.filter(({ level }) => level === 'error' || level === 'warning');
  const failing = services.data.integrations.filter(
    ({ status }) => status === 'offline' || status === 'degraded',
  );
  const overall =
    ending.length > 0 && services.data.overall === 'online' ? 'degraded' : services.data.overall;
  const { icon, look, mark } = LOOK[overall];
  const names = [
    ...failing.map(({ service }) => serviceName(t, service)),
    ...ending.map(({ service }) => t('verdict.token', { name: serviceName(t, service) })),
  ];
  const at = format.time(new Date(services.dataUpdatedAt).toISOString());
  return (
    <p role="status" className={`flex items-start gap-2.5 rounded-card border border-line px-4 py-3 ${look}`}>
      <Icon name={icon} className={`mt-0.5 ${mark}`} />
      <span className="min-w-0 flex-1">
        <span className="font-medium">{t(`verdict.${overall}`)}</span>{' '}
        {names.length > 0 ? t('verdict.look', { names: names.join(', ') }) : ''}
      </span>
      <span className="text-sm whitespace-nowrap text-ink-2">{t('verdict.at', { at })}</span>
    </p>
  );
}

const KNOWN = ['amocrm', 'facebook', 'meta', 'database', 'landing', 'telegram', 'openai', 'redis'] as const;

/** A service by the name people call it; one we do not know keeps its own. */
export function serviceName(t: ReturnType<typeof useIntegrationsTexts>, service: string): string {
  const known = KNOWN.find((one) => one === service);
  return known ? t(`service.${known}`) : service;
}
