import type { RuleRun } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Floating } from '../../ui/floating.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { runningJobQuery } from '../../widgets/admin/jobs-queries.ts';
import { Progress } from '../../widgets/admin/progress.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { MovedRows } from './moved-rows.tsx';
import { PreviewTable } from './preview-table.tsx';
import { useRulesTexts } from './texts.ts';
import { type RuleEditor, useRuleSet, useRuns } from './use-rule-editor.ts';

/** The draft: what differs from the rules in force, what it would move, and the decision about it. */
export function DraftCard({ editor }: { editor: RuleEditor }) {
  const t = useRulesTexts();
  const format = useFormatter();
  const mayChange = useMayChange();
  const { edited } = useRuleSet();
  const { preview, switching } = useRuns();
  if (switching) return <SwitchingCard run={switching} editor={editor} />;
  if (!edited) return null;
  const current = preview?.version === edited.version ? preview : null;
  const difference = t('draft.difference', {
    added: format.number(edited.added.length),
    removed: format.number(edited.removed.length),
  });
  return (
    <SectionCard
      title={t('draft.title')}
      lead={`${difference} ${t('draft.lead')}`}
      padded={false}
      actions={
        mayChange ? (
          <>
            <Confirm
              label={t('draft.discard')}
              title={t('draft.discardTitle')}
              action={t('draft.discard')}
              look="ghost"
              onConfirm={() => editor.discard.mutate()}
            >
              {t('draft.discardText')}
            </Confirm>
            <ApplyButton
              revision={edited.revision}
              ready={current?.state === 'done' && !current.stale}
              editor={editor}
            />
          </>
        ) : null
      }
    >
      <Removed values={edited.removed.map((rule) => `${rule.value} (${rule.team_name})`)} />
      {current ? <Preview run={current} /> : <p className="px-4 pb-4 text-ink-2">{t('preview.none')}</p>}
    </SectionCard>
  );
}

function Removed({ values }: { values: readonly string[] }) {
  const t = useRulesTexts();
  if (values.length === 0) return null;
  return (
    <p className="px-4 pb-3 text-sm">
      <span className="text-ink-2">{t('draft.removed')}</span> {values.join(', ')}
    </p>
  );
}

function Preview({ run }: { run: RuleRun }) {
  const t = useRulesTexts();
  const format = useFormatter();
  if (run.state === 'staging')
    return (
      <div className="px-4 pb-4">
        <Counting label={t('preview.counting')} />
      </div>
    );
  if (run.state === 'failed')
    return (
      <div className="px-4 pb-4">
        <FormError>{t('preview.failed', { why: run.error ?? '' })}</FormError>
      </div>
    );
  if (!run.summary) return null;
  const { sales, leads, ad_days } = run.summary.moved;
  if (sales + leads + ad_days === 0)
    return <p className="border-t border-line p-4 text-ink-2">{t('preview.nothing')}</p>;
  return (
    <>
      <p className="px-4 pb-3">
        {t('preview.moves', {
          sales: format.counted(sales, t('preview.saleWords')),
          leads: format.counted(leads, t('preview.leadWords')),
          days: format.counted(ad_days, t('preview.dayWords')),
        })}
      </p>
      <PreviewTable summary={run.summary} />
      <MovedRows run={run.id} moved={run.summary.moved} />
    </>
  );
}

/** How far the recount is. Only administrators may read jobs; the others see that it goes on. */
function Counting({ label }: { label: string }) {
  const mayChange = useMayChange();
  const job = useQuery({ ...runningJobQuery('rules.run'), enabled: mayChange }).data;
  return <Progress label={label} progress={job?.progress ?? null} />;
}

function SwitchingCard({ run, editor }: { run: RuleRun; editor: RuleEditor }) {
  const t = useRulesTexts();
  const mayChange = useMayChange();
  const refusal = useRefusal(editor.cancel.error);
  return (
    <SectionCard
      title={run.kind === 'undo' ? t('switching.undo') : t('switching.apply')}
      lead={t('switching.lead')}
      actions={
        mayChange ? (
          <Button onClick={() => editor.cancel.mutate(run.id)} disabled={editor.cancel.isPending}>
            {t('switching.cancel')}
          </Button>
        ) : null
      }
    >
      <Counting label={t('preview.counting')} />
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </SectionCard>
  );
}

type ApplyButtonProps = { revision: number; ready: boolean; editor: RuleEditor };

/** Puts the draft in force, with a word on why: it stands in the list of versions for ever. */
function ApplyButton({ revision, ready, editor }: ApplyButtonProps) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const [open, setOpen] = useState(false);
  const refusal = useRefusal(editor.apply.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const note = textOf(new FormData(event.currentTarget), 'note');
    editor.apply.mutate({ revision, note }, { onSuccess: () => setOpen(false) });
  };
  return (
    <Floating
      title={t('apply.title')}
      align="end"
      className="w-80"
      open={open}
      onOpenChange={setOpen}
      trigger={<Button disabled={!ready}>{t('apply.open')}</Button>}
    >
      <form onSubmit={submit} className="grid gap-3">
        <p className="text-sm text-ink-2">{t('apply.text')}</p>
        <Field label={t('apply.note')} error={refusal.of('note')}>
          <TextInput name="note" required maxLength={500} />
        </Field>
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        <div className="flex gap-2">
          <Button type="submit" disabled={editor.apply.isPending}>
            {t('apply.do')}
          </Button>
          <Button look="ghost" onClick={() => setOpen(false)}>
            {text('cancel')}
          </Button>
        </div>
      </form>
    </Floating>
  );
}
