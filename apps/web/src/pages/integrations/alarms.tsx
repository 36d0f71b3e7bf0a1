import type { AlarmsResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Icon } from '../../ui/icons.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { alarmsQuery } from './queries.ts';
import { useIntegrationsTexts } from './texts.ts';
import { serviceName } from './verdict.tsx';

type Alarm = AlarmsResponse['alarms'][number];
const CLOSED_SHOWN = 20;

/** What is broken now and since when; what was broken, folded away. */
export function Alarms() {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  const query = useQuery(alarmsQuery);
  // Nothing was ever wrong: the verdict above has said so.
  if (query.data?.alarms.length === 0) return null;
  return (
    <SectionCard title={t('alarms.title')} padded={false}>
      <Loaded query={query} failed={t('error.alarms')}>
        {({ alarms }) => {
          const open = alarms.filter((alarm) => alarm.closed_at === null);
          const closed = alarms.filter((alarm) => alarm.closed_at !== null).slice(0, CLOSED_SHOWN);
          return (
            <>
              {open.length === 0 ? <p className="px-4 pb-4 text-ink-2">{t('alarms.none')}</p> : null}
              <List alarms={open} />
              {closed.length > 0 ? (
                <details className="border-t border-line">
                  <summary className="px-4 py-3 text-sm text-ink-2">
                    {format.counted(closed.length, t('alarms.closedWords'))}
                  </summary>
                  <List alarms={closed} />
                </details>
              ) : null}
            </>
          );
        }}
      </Loaded>
    </SectionCard>
  );
}

function List({ alarms }: { alarms: readonly Alarm[] }) {
  const t = useIntegrationsTexts();
  const format = useFormatter();
  return (
    <ul>
      {alarms.map((alarm) => (
        <li key={alarm.id} className="grid grid-cols-[16px_1fr] gap-x-2.5 border-t border-line px-4 py-3">
          <Icon
            name={alarm.closed_at ? 'check' : 'warning'}
            className={`mt-0.5 ${alarm.closed_at ? 'text-good' : 'text-bad'}`}
          />
          <span className="min-w-0">
            <span className="break-words">{alarm.message}</span>
            <span className="block text-xs text-ink-2">
              {serviceName(t, alarm.source)} · {t('alarms.since', { at: format.dateTime(alarm.opened_at) })}
              {alarm.closed_at ? ` · ${t('alarms.closed', { at: format.dateTime(alarm.closed_at) })}` : ''}
              {alarm.raised > 1 ? ` · ${t('alarms.raised', { n: format.number(alarm.raised) })}` : ''}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}
