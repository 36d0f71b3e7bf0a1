import type { TestNotificationRequest, TestNotificationResponse } from '@traffic/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ApiError, request } from '../../lib/api.ts';
import { teamsQuery } from '../../lib/queries.ts';
import { Button } from '../../ui/button.tsx';
import { Field, FormError, Select, TextInput, textOf } from '../../widgets/admin/form.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { QuietHours } from './quiet-hours.tsx';
import { TelegramChats } from './telegram-chats.tsx';
import { useSettingsTexts } from './texts.ts';

/** Whom the bot tells what, when it keeps quiet, and a trial of it. */
export function Notifications() {
  return (
    <>
      <TelegramChats />
      <QuietHours />
      <TestSale />
    </>
  );
}

/** A sale that never was, sent to Telegram: whether the messages arrive, chat by chat. */
function TestSale() {
  const t = useSettingsTexts();
  const teams = useQuery(teamsQuery);
  const send = useMutation({
    mutationFn: (json: TestNotificationRequest) =>
      request<TestNotificationResponse>('/api/amocrm/test-sale-notification', { method: 'POST', json }),
  });
  const refusal = useRefusal(send.error);
  const chats = send.data?.chats ?? chatsOf(send.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    send.mutate({
      targetologist: textOf(form, 'team'),
      contact_name: textOf(form, 'name'),
      product_name: textOf(form, 'product'),
      sale_amount: textOf(form, 'amount') || null,
    });
  };
  return (
    <SectionCard title={t('notify.title')} lead={t('notify.lead')}>
      <form onSubmit={submit} className="grid max-w-3xl gap-4 sm:grid-cols-2">
        <Field label={t('users.team')} error={refusal.of('targetologist')}>
          <Select name="team" required key={teams.data ? 'teams' : 'none'}>
            {teams.data?.teams.map(({ slug, name }) => (
              <option key={slug} value={slug}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
        <Field label={t('notify.buyer')} error={refusal.of('contact_name')}>
          <TextInput name="name" required maxLength={200} defaultValue={t('notify.buyerExample')} />
        </Field>
        <Field label={t('notify.product')} error={refusal.of('product_name')}>
          <TextInput name="product" required maxLength={200} defaultValue={t('notify.productExample')} />
        </Field>
        <Field label={t('notify.amount')} hint={t('notify.amountHint')} error={refusal.of('sale_amount')}>
          <TextInput name="amount" inputMode="decimal" pattern="\d+(\.\d+)?" defaultValue="5000" />
        </Field>
        <div className="sm:col-span-2">
          <Button type="submit" disabled={send.isPending}>
            {t('notify.send')}
          </Button>
        </div>
      </form>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      {chats ? <Answers chats={chats} /> : null}
    </SectionCard>
  );
}

/** When no chat took the message, the refusal itself says what each answered. */
function chatsOf(error: unknown): TestNotificationResponse['chats'] | null {
  if (!(error instanceof ApiError)) return null;
  return (error.details as Partial<TestNotificationResponse> | undefined)?.chats ?? null;
}

function Answers({ chats }: Pick<TestNotificationResponse, 'chats'>) {
  const t = useSettingsTexts();
  if (chats.length === 0) return <p className="mt-4 text-ink-2">{t('notify.noChats')}</p>;
  return (
    <ul
      role="status"
      aria-label={t('notify.answers')}
      className="mt-4 grid gap-2 border-t border-line pt-4 text-sm"
    >
      {chats.map((chat) => (
        <li key={chat.chat_id} className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <span className="font-medium">{t('notify.chat', { id: chat.chat_id })}</span>
          <Status tone={chat.delivered ? 'good' : 'bad'}>
            {chat.delivered ? t('notify.delivered') : t('notify.refused')}
          </Status>
          <span className="break-words text-ink-2">{chat.answer}</span>
        </li>
      ))}
    </ul>
  );
}
