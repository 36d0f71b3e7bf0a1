import type { FoundPeopleResponse, FoundPerson, PersonExportResponse } from '@traffic/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { request, withQuery } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { EraseForm } from './erase-form.tsx';
import { usePrivacyTexts } from './privacy-texts.ts';
import { saveAsFile } from './save-as-file.ts';

/** «Персональные данные»: finds a person, gives out everything kept of them, erases them. */
export function Privacy() {
  const t = usePrivacyTexts();
  const text = useAdminTexts();
  const handed = useLocation({ select: ({ state }) => state.person ?? '' });
  const [words, setWords] = useState(handed);
  const [chosen, setChosen] = useState<FoundPerson | null>(null);
  const found = useQuery({
    queryKey: ['people', words],
    queryFn: ({ signal }) =>
      request<FoundPeopleResponse>(withQuery('/api/v1/people', { q: words }), { signal }),
    enabled: words.length > 2,
    // A search holds people's contacts: it is not kept for longer than it is looked at.
    gcTime: 0,
  });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    setWords(textOf(new FormData(event.currentTarget), 'q'));
  };
  return (
    <SectionCard title={t('title')} lead={t('lead')} padded={false}>
      <form onSubmit={submit} className="flex flex-wrap gap-2 px-4 pb-4">
        <TextInput
          name="q"
          type="search"
          required
          minLength={3}
          maxLength={100}
          defaultValue={handed}
          aria-label={t('search')}
          placeholder={t('search')}
          autoComplete="off"
          className="w-full! sm:w-96!"
        />
        <Button type="submit" look="primary">
          {t('find')}
        </Button>
      </form>
      {words.length > 2 ? (
        <Loaded query={found} failed={t('failed')}>
          {({ people }) => <People people={people} onErase={setChosen} />}
        </Loaded>
      ) : null}
      <Sheet
        side="right"
        title={t('eraseTitle', { name: chosen?.name ?? t('noName') })}
        closeLabel={text('close')}
        open={chosen !== null}
        onClose={() => setChosen(null)}
      >
        {chosen ? (
          <EraseForm person={chosen} onErased={() => void found.refetch()} onDone={() => setChosen(null)} />
        ) : null}
      </Sheet>
    </SectionCard>
  );
}

type PeopleProps = { people: readonly FoundPerson[]; onErase: (person: FoundPerson) => void };

function People({ people, onErase }: PeopleProps) {
  const t = usePrivacyTexts();
  const format = useFormatter();
  const take = useMutation({
    mutationFn: (id: string) =>
      request<PersonExportResponse>(`/api/v1/people/${id}/export`, { method: 'POST' }),
    onSuccess: (data) => saveAsFile(`person-${data.person_id}.json`, JSON.stringify(data.tables, null, 2)),
  });
  const refusal = useRefusal(take.error);
  if (people.length === 0) return <p className="border-t border-line p-4 text-ink-2">{t('nobody')}</p>;
  const columns: Column<FoundPerson>[] = [
    {
      key: 'name',
      header: t('name'),
      className: 'min-w-36 break-words max-w-64',
      cell: (person) => person.name ?? t('noName'),
    },
    {
      key: 'contacts',
      header: t('contacts'),
      className: 'min-w-44 max-w-72 break-all text-ink-2',
      cell: (person) =>
        person.erased ? (
          <Status tone="quiet" icon="minus">
            {t('erased')}
          </Status>
        ) : (
          [...person.phones, ...person.emails].join(', ') || '—'
        ),
    },
    { key: 'leads', header: t('leads'), numeric: true, cell: (person) => format.number(person.leads) },
    { key: 'sales', header: t('sales'), numeric: true, cell: (person) => format.number(person.sales) },
    {
      key: 'actions',
      header: '',
      cell: (person) => (
        <span className="flex flex-wrap justify-end gap-1">
          <Button look="ghost" disabled={take.isPending} onClick={() => take.mutate(person.id)}>
            {t('export')}
          </Button>
          <Button look="ghost" onClick={() => onErase(person)}>
            {t('erase')}
          </Button>
        </span>
      ),
    },
  ];
  return (
    <>
      {refusal.general ? (
        <div className="px-4 pb-3">
          <FormError>{refusal.general}</FormError>
        </div>
      ) : null}
      <RowsTable name="people" caption={t('title')} columns={columns} rows={people} rowKey={({ id }) => id} />
    </>
  );
}
