import { actName, type AuditRow } from '@traffic/contract';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextInput } from '../../widgets/admin/form.tsx';
import { PagedRows } from '../../widgets/admin/paged-rows.tsx';
import type { Column } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAccessTexts } from './access-texts.ts';
import { auditQuery } from './queries.ts';

type Days = { start?: string; end?: string };

/** «Журнал действий»: every act of every administrator and of the keys that act for them. */
export function Audit() {
  const t = useAccessTexts();
  const { action, actor } = useSearch({ from: '/signed-in/settings' });
  const [days, setDays] = useState<Days>({});
  const list = useInfiniteQuery(auditQuery({ action, actor, ...days }));
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const columns = useColumns();
  return (
    <SectionCard title={t('audit.title')} lead={t('audit.lead')} padded={false} busy={list.isPlaceholderData}>
      <Filters
        actions={list.data?.pages[0]?.actions ?? []}
        actorName={rows.find((row) => row.actor === actor)?.actor_name ?? actor}
        days={days}
        onDays={setDays}
      />
      <PagedRows
        query={list}
        rowsOf={(page) => page.rows}
        name="audit"
        caption={t('audit.title')}
        columns={columns}
        rowKey={({ id }) => id}
        none={t('audit.none')}
        failed={t('audit.failed')}
      />
    </SectionCard>
  );
}

type FiltersProps = {
  actions: readonly string[];
  actorName: string | undefined;
  days: Days;
  onDays: (days: Days) => void;
};

function Filters({ actions, actorName, days, onDays }: FiltersProps) {
  const t = useAccessTexts();
  const format = useFormatter();
  const { action, actor } = useSearch({ from: '/signed-in/settings' });
  const navigate = useNavigate({ from: '/settings' });
  const set = (change: { action?: string | undefined; actor?: string | undefined }): void =>
    void navigate({ search: (old) => ({ ...old, ...change }), resetScroll: false });
  const day = (key: keyof Days, value: string): void => {
    const { [key]: _old, ...rest } = days;
    onDays(value === '' ? rest : { ...rest, [key]: value });
  };
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <Select
        aria-label={t('audit.action')}
        value={action ?? ''}
        onChange={(event) => set({ action: event.target.value || undefined })}
        className="w-full! sm:w-64!"
      >
        <option value="">{t('audit.anyAction')}</option>
        {[...new Set([...actions, ...(action ? [action] : [])])].map((name) => (
          <option key={name} value={name}>
            {actName(name, format.locale) ?? name}
          </option>
        ))}
      </Select>
      {(['start', 'end'] as const).map((key) => (
        <label
          key={key}
          className="grid min-w-0 flex-1 basis-32 items-center gap-1 text-xs text-ink-2 sm:flex sm:flex-none sm:gap-2 sm:text-sm"
        >
          {t(key === 'start' ? 'audit.from' : 'audit.to')}
          <TextInput
            type="date"
            value={days[key] ?? ''}
            onChange={(event) => day(key, event.target.value)}
            className="sm:w-40!"
          />
        </label>
      ))}
      {actor ? (
        <Button onClick={() => set({ actor: undefined })}>
          {t('audit.onlyActor', { name: actorName ?? actor })} · {t('audit.showAll')}
        </Button>
      ) : null}
    </div>
  );
}

function useColumns(): Column<AuditRow>[] {
  const t = useAccessTexts();
  const format = useFormatter();
  return [
    {
      key: 'at',
      header: t('audit.at'),
      className: 'align-top sm:whitespace-nowrap',
      cell: (row) => (
        <>
          <span className="max-sm:text-xs max-sm:font-normal max-sm:text-ink-2">
            {format.dateTime(row.at)}
          </span>
          <Narrow row={row} />
        </>
      ),
    },
    {
      key: 'actor',
      header: t('audit.actor'),
      wideOnly: true,
      className: 'align-top break-words min-w-32 max-w-56',
      cell: (row) => <Actor row={row} />,
    },
    {
      key: 'action',
      header: t('audit.action'),
      wideOnly: true,
      className: 'align-top break-words min-w-36 max-w-64',
      cell: (row) => <Act row={row} />,
    },
    {
      key: 'subject',
      header: t('audit.subject'),
      wideOnly: true,
      className: 'align-top break-all min-w-28 max-w-56 text-ink-2',
      cell: (row) => row.subject ?? '—',
    },
    {
      key: 'change',
      header: t('audit.details'),
      wideOnly: true,
      className: 'align-top min-w-64',
      cell: (row) => <Change row={row} />,
    },
  ];
}

/** On a phone a row is read from above to below, not sideways. */
function Narrow({ row }: { row: AuditRow }) {
  return (
    <div className="grid gap-1 py-1 sm:hidden">
      <p className="font-medium">
        <Act row={row} />
      </p>
      <p className="font-normal">
        <Actor row={row} />
      </p>
      {row.subject ? <p className="text-xs font-normal break-all text-ink-2">{row.subject}</p> : null}
      <Change row={row} />
    </div>
  );
}

/** The act in words; as it was written down where this release has no words for it. */
function Act({ row: { action } }: { row: AuditRow }) {
  const { locale } = useFormatter();
  const name = actName(action, locale);
  return name === null ? (
    <code className="text-xs break-all">{action}</code>
  ) : (
    <span title={action}>{name}</span>
  );
}

function Actor({ row }: { row: AuditRow }) {
  const t = useAccessTexts();
  const navigate = useNavigate({ from: '/settings' });
  const name =
    row.actor === 'system' ? t('audit.system') : (row.actor_name ?? t('audit.gone', { id: row.actor }));
  return (
    <button
      type="button"
      className="min-h-6 text-left break-words underline decoration-line-strong underline-offset-2 hover:decoration-ink"
      onClick={() => void navigate({ search: (old) => ({ ...old, actor: row.actor }) })}
    >
      {name}
    </button>
  );
}

/** What was, what became, and what else is known; each only when there is something. */
function Change({ row }: { row: AuditRow }) {
  const t = useAccessTexts();
  const parts = [
    { name: t('audit.was'), value: row.before },
    { name: t('audit.became'), value: row.after },
    { name: t('audit.details'), value: Object.keys(row.details).length === 0 ? null : row.details },
    { name: t('audit.request'), value: row.request_id },
  ].filter(({ value }) => value !== null && value !== undefined);
  return (
    <dl className="grid gap-1 text-xs font-normal">
      {parts.map(({ name, value }) => (
        <div key={name} className="flex gap-2">
          <dt className="shrink-0 text-ink-2">{name}</dt>
          <dd className="min-w-0 font-mono break-all">
            {typeof value === 'string' ? value : JSON.stringify(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
