import type { RulesResponse } from '@traffic/contract';
import { type FormEvent, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useRulesTexts } from './texts.ts';
import type { RuleEditor } from './use-rule-editor.ts';

type Lists = Pick<RulesResponse, 'owned_utm_sources' | 'channel_affixes'>;
type RuleListsProps = { lists: Lists; editor: RuleEditor };

/** What is no team's: the school's own channels, and the parts of a tag that only name a channel. */
export function RuleLists({ lists, editor }: RuleListsProps) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const mayChange = useMayChange();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-wrap items-start justify-between gap-3 border-t border-line p-4">
      <dl className="grid min-w-0 gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <dt className="text-ink-2">{t('lists.owned')}</dt>
        <dd className="break-words">{lists.owned_utm_sources.join(', ') || '—'}</dd>
        <dt className="text-ink-2">{t('lists.affixes')}</dt>
        <dd className="break-words">{lists.channel_affixes.join(', ') || '—'}</dd>
      </dl>
      {mayChange ? <Button onClick={() => setOpen(true)}>{t('lists.edit')}</Button> : null}
      <Sheet
        side="right"
        title={t('lists.edit')}
        closeLabel={text('close')}
        open={open}
        onClose={() => setOpen(false)}
      >
        {open ? <ListsForm lists={lists} editor={editor} onDone={() => setOpen(false)} /> : null}
      </Sheet>
    </div>
  );
}

/** «fb, ig,,  tg» as the words it means. */
const words = (line: string): string[] => [...new Set(line.split(/[,\s]+/).filter(Boolean))];

function ListsForm({ lists, editor, onDone }: RuleListsProps & { onDone: () => void }) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const refusal = useRefusal(editor.save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const owned_utm_sources = words(textOf(form, 'owned'));
    const channel_affixes = words(textOf(form, 'affixes'));
    editor.save.mutate((set) => ({ ...set, owned_utm_sources, channel_affixes }), { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <Field label={t('lists.owned')} hint={t('lists.ownedHint')} error={refusal.of('owned_utm_sources')}>
        <TextInput name="owned" defaultValue={lists.owned_utm_sources.join(', ')} autoFocus />
      </Field>
      <Field label={t('lists.affixes')} hint={t('lists.affixesHint')} error={refusal.of('channel_affixes')}>
        <TextInput name="affixes" defaultValue={lists.channel_affixes.join(', ')} />
      </Field>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={editor.save.isPending}>
          {t('rule.save')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
      <p className="text-xs text-ink-2">{t('rule.draftNote')}</p>
    </form>
  );
}
