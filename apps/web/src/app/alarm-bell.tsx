import type { AlarmsResponse } from '@traffic/contract';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../lib/api.ts';
import { useFormatter } from '../lib/use-formatter.ts';
import { IconButton } from '../ui/button.tsx';
import { Floating } from '../ui/floating.tsx';
import { Icon } from '../ui/icons.tsx';
import { useSession } from './use-session.ts';

const LOOK_EVERY_MS = 60_000;

const alarmsQuery = queryOptions({
  queryKey: ['jobs', 'alarms'],
  queryFn: ({ signal }) => request<AlarmsResponse>('/api/v1/alarms', { signal }),
  refetchInterval: LOOK_EVERY_MS,
});

/** What is wrong right now, for administrators: how many, and what each is. */
export function AlarmBell() {
  const { t } = useTranslation();
  const format = useFormatter();
  const { user } = useSession();
  const alarms = useQuery({ ...alarmsQuery, enabled: user.role === 'admin' });
  if (user.role !== 'admin') return null;
  const open = alarms.data?.alarms.filter((alarm) => alarm.closed_at === null) ?? [];
  const name = open.length > 0 ? t('alarms.open', { n: open.length }) : t('alarms.none');
  return (
    <Floating
      align="end"
      title={t('alarms.title')}
      className="w-96"
      trigger={
        <IconButton aria-label={name} className="relative">
          <Icon name="bell" className={open.length > 0 ? 'text-warn' : ''} />
          {open.length > 0 ? (
            <span
              aria-hidden="true"
              className="absolute -top-0.5 -right-0.5 flex h-4 min-w-4 items-center justify-center rounded-full bg-bad px-1 text-[11px] leading-none font-bold text-on-accent"
            >
              {open.length}
            </span>
          ) : null}
        </IconButton>
      }
    >
      {open.length === 0 ? <p className="text-sm text-ink-2">{t('alarms.none')}</p> : null}
      <ul className="grid gap-3 text-sm">
        {open.map((alarm) => (
          <li key={alarm.id}>
            <p className="font-medium">{alarm.message}</p>
            <p className="text-xs text-ink-2">
              {t('alarms.since', { at: format.dateTime(alarm.opened_at) })}
            </p>
          </li>
        ))}
      </ul>
    </Floating>
  );
}
