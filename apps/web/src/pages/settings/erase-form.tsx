import type { EraseRequest, EraseResponse, FoundPerson } from '@traffic/contract';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { usePrivacyTexts } from './privacy-texts.ts';

type EraseFormProps = { person: FoundPerson; onErased: () => void; onDone: () => void };

/** Says what an erasure does, asks why, and does it: it cannot be undone. */
export function EraseForm({ person, onErased, onDone }: EraseFormProps) {
  const t = usePrivacyTexts();
  const text = useAdminTexts();
  const erase = useMutation({
    mutationFn: (json: EraseRequest) =>
      request<EraseResponse>(`/api/v1/people/${person.id}/erase`, { method: 'POST', json }),
    onSuccess: onErased,
  });
  const refusal = useRefusal(erase.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    erase.mutate({ reason: textOf(new FormData(event.currentTarget), 'reason') });
  };
  if (erase.data) {
    const count = Object.values(erase.data.counts).reduce((sum, rows) => sum + rows, 0);
    return (
      <div className="grid gap-4 p-4">
        <p role="status">{t('done', { count })}</p>
        {erase.data.landing_database === 'away' ? <FormError>{t('away')}</FormError> : null}
        <p className="text-sm text-ink-2">{t('telegram')}</p>
        <div>
          <Button onClick={onDone}>{t('close')}</Button>
        </div>
      </div>
    );
  }
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <p>{t('eraseText')}</p>
      <p className="text-sm text-ink-2">{t('telegram')}</p>
      <Field label={t('reason')} hint={t('reasonHint')} error={refusal.of('reason')}>
        <TextInput
          name="reason"
          required
          minLength={3}
          maxLength={200}
          autoComplete="off"
          placeholder={t('reasonExample')}
        />
      </Field>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={erase.isPending}>
          {t('confirm')}
        </Button>
        <Button look="ghost" onClick={onDone}>
          {text('cancel')}
        </Button>
      </div>
    </form>
  );
}
