import type { RuleVersionsResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useFormatter } from '../../lib/use-formatter.ts';
import { WidgetError } from '../../ui/widget-error.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { versionsQuery } from './queries.ts';
import { useRulesTexts } from './texts.ts';
import { type RuleEditor, useRuns } from './use-rule-editor.ts';

type Version = RuleVersionsResponse['versions'][number];

/** Every set of rules there was, who put it in force and why; the one in force can be taken back. */
export function Versions({ editor }: { editor: RuleEditor }) {
  const t = useRulesTexts();
  const versions = useQuery(versionsQuery);
  const mayChange = useMayChange();
  const { switching } = useRuns();
  const refusal = useRefusal(editor.undo.error);
  const columns = useColumns();
  const list = versions.data?.versions ?? [];
  const inForce = list.find((version) => version.in_force);
  const applied = list.filter(({ state }) => state === 'applied' || state === 'undone').length;
  return (
    <SectionCard
      title={t('versions.title')}
      lead={t('versions.lead')}
      padded={false}
      busy={versions.isFetching}
      actions={
        mayChange && inForce && applied > 1 ? (
          <Confirm
            label={t('versions.undo', { version: inForce.version })}
            title={t('versions.undoTitle', { version: inForce.version })}
            action={t('versions.undoDo')}
            disabled={switching !== null || editor.undo.isPending}
            onConfirm={() => editor.undo.mutate()}
          >
            {t('versions.undoText')}
          </Confirm>
        ) : null
      }
    >
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      {versions.error ? (
        <div className="p-4">
          <WidgetError
            title={t('error.versions')}
            error={versions.error}
            onRetry={() => void versions.refetch()}
          />
        </div>
      ) : null}
      <RowsTable
        name="versions"
        caption={t('versions.title')}
        columns={columns}
        rows={list.filter(({ state }) => state !== 'discarded')}
        rowKey={(row) => row.version}
      />
    </SectionCard>
  );
}

function useColumns(): Column<Version>[] {
  const t = useRulesTexts();
  const format = useFormatter();
  return [
    { key: 'version', header: t('versions.version'), cell: (row) => row.version },
    {
      key: 'state',
      header: t('versions.state'),
      cell: (row) =>
        row.in_force ? (
          <Status tone="good">{t('versions.inForce')}</Status>
        ) : (
          <span className="whitespace-nowrap text-ink-2">{t(`versions.of.${row.state}`)}</span>
        ),
    },
    { key: 'rules', header: t('rules.title'), numeric: true, cell: (row) => format.number(row.rules) },
    {
      key: 'at',
      header: t('versions.at'),
      className: 'whitespace-nowrap text-ink-2',
      cell: (row) => (row.applied_at ? format.dateTime(row.applied_at) : '—'),
    },
    { key: 'note', header: t('versions.note'), className: 'min-w-48', cell: (row) => row.note || '—' },
  ];
}
