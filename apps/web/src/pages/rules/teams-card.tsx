import type { TeamChange, TeamInput, TeamRef } from '@traffic/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Icon } from '../../ui/icons.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { WidgetError } from '../../ui/widget-error.tsx';
import { useMayChange } from '../../widgets/admin/admin-only.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { useRulesTexts } from './texts.ts';

/** The teams with their marks; an administrator makes, renames and colours them. */
export function TeamsCard() {
  const t = useRulesTexts();
  const mayChange = useMayChange();
  const teams = useQuery(teamsQuery);
  const [edited, setEdited] = useState<TeamRef | 'new' | null>(null);
  return (
    <SectionCard
      title={t('teams.title')}
      lead={t('teams.lead')}
      actions={mayChange ? <Button onClick={() => setEdited('new')}>{t('teams.add')}</Button> : null}
    >
      {teams.error ? (
        <WidgetError title={t('error.teams')} error={teams.error} onRetry={() => void teams.refetch()} />
      ) : null}
      <ul className="flex flex-wrap gap-2">
        {teams.data?.teams.map((team) => (
          <li
            key={team.slug}
            className="flex h-9 items-center gap-1 rounded-control border border-line pr-1 pl-3 pointer-coarse:h-12"
          >
            <TeamMark team={team} />
            {mayChange ? (
              <IconButton aria-label={t('teams.change', { team: team.name })} onClick={() => setEdited(team)}>
                <Icon name="edit" />
              </IconButton>
            ) : (
              <span className="w-2" />
            )}
          </li>
        ))}
      </ul>
      <TeamSheet team={edited} onClose={() => setEdited(null)} />
    </SectionCard>
  );
}

function TeamSheet({ team, onClose }: { team: TeamRef | 'new' | null; onClose: () => void }) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  return (
    <Sheet
      side="right"
      title={team === 'new' || team === null ? t('teams.newTitle') : team.name}
      closeLabel={text('close')}
      open={team !== null}
      onClose={onClose}
    >
      {team === null ? null : <TeamForm team={team === 'new' ? null : team} onDone={onClose} />}
    </Sheet>
  );
}

const NEW_COLOR = '#14b8a6';

function TeamForm({ team, onDone }: { team: TeamRef | null; onDone: () => void }) {
  const t = useRulesTexts();
  const text = useAdminTexts();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (json: TeamInput | TeamChange) =>
      team
        ? request(`/api/v1/teams/${team.slug}`, { method: 'PATCH', json })
        : request('/api/v1/teams', { method: 'POST', json }),
    onSuccess: async () => {
      // Names and colours are everywhere: in reports, in the side bar, in the rules.
      await client.invalidateQueries();
      onDone();
    },
  });
  const refusal = useRefusal(save.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const change = { name: textOf(form, 'name'), emoji: textOf(form, 'emoji'), color: textOf(form, 'color') };
    save.mutate(team ? change : { ...change, slug: textOf(form, 'slug'), direction: null });
  };
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <Field label={t('teams.name')} error={refusal.of('name')}>
        <TextInput name="name" required maxLength={100} defaultValue={team?.name} autoFocus />
      </Field>
      {team ? null : (
        <Field label={t('teams.slug')} hint={t('teams.slugHint')} error={refusal.of('slug')}>
          <TextInput name="slug" required pattern="[a-z0-9][a-z0-9\-]{0,39}" maxLength={40} />
        </Field>
      )}
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('teams.emoji')} error={refusal.of('emoji')}>
          <TextInput name="emoji" maxLength={16} defaultValue={team?.emoji ?? '📊'} />
        </Field>
        <Field label={t('teams.color')} error={refusal.of('color')}>
          <TextInput name="color" type="color" defaultValue={team?.color ?? NEW_COLOR} className="p-1!" />
        </Field>
      </div>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={save.isPending}>
          {team ? text('save') : t('teams.create')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
    </form>
  );
}
