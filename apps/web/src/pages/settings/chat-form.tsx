import type { ChangeChatRequest, ChatResponse, TelegramChat, TestChatResponse } from '@traffic/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { request } from '../../lib/api.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../widgets/admin/confirm.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { ChatFields, readChatFields } from './chat-fields.tsx';
import { CHOICES, useChatName } from './chat-words.ts';
import { telegramQuery } from './telegram-queries.ts';
import { useTelegramTexts } from './telegram-texts.ts';

type ChatFormProps = { chat: TelegramChat; onDone: () => void };

/** One chat: what it gets, a test, off and on, away. */
export function ChatForm({ chat, onDone }: ChatFormProps) {
  const t = useTelegramTexts();
  const change = useChange(chat);
  const refusal = useRefusal(change.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const choices = Object.fromEntries(CHOICES.map((choice) => [choice, form.get(choice) === 'on']));
    change.mutate({ ...readChatFields(form), ...choices }, { onSuccess: onDone });
  };
  return (
    <div className="grid gap-6 p-4">
      <form onSubmit={submit} className="grid gap-4">
        <ChatFields team={chat.team} language={chat.language} />
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-sm font-medium">{t('gets')}</legend>
          {CHOICES.map((choice) => (
            <label key={choice} className="flex min-h-6 items-center gap-2 text-sm pointer-coarse:min-h-11">
              <input
                type="checkbox"
                name={choice}
                defaultChecked={chat[choice]}
                className="size-4 accent-accent"
              />
              {t(`choice.${choice}`)}
            </label>
          ))}
        </fieldset>
        {refusal.general ? <FormError>{refusal.general}</FormError> : null}
        <div>
          <Button type="submit" look="primary" disabled={change.isPending}>
            {t('save')}
          </Button>
        </div>
      </form>
      <TestOne chat={chat} />
      <div className="flex flex-wrap items-center gap-2 border-t border-line pt-4">
        <Button
          disabled={change.isPending}
          onClick={() => change.mutate({ disabled: chat.state !== 'disabled' }, { onSuccess: onDone })}
        >
          {chat.state === 'disabled' ? t('enable') : t('disable')}
        </Button>
        {chat.origin === 'code' ? (
          <Remove chat={chat} onDone={onDone} />
        ) : (
          <p className="text-sm text-ink-2">{t('fromEnvironment')}</p>
        )}
      </div>
    </div>
  );
}

function useChange(chat: TelegramChat) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (json: ChangeChatRequest) =>
      request<ChatResponse>(`/api/v1/telegram/chats/${chat.id}`, { method: 'PATCH', json }),
    onSettled: () => client.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
}

function TestOne({ chat }: { chat: TelegramChat }) {
  const t = useTelegramTexts();
  const client = useQueryClient();
  const test = useMutation({
    mutationFn: () => request<TestChatResponse>(`/api/v1/telegram/chats/${chat.id}/test`, { method: 'POST' }),
    onSettled: () => client.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
  const refusal = useRefusal(test.error);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabled={test.isPending} onClick={() => test.mutate()}>
        {t('test')}
      </Button>
      <span role="status" className="min-w-0">
        {test.data ? (
          <Status tone={test.data.delivered ? 'good' : 'bad'}>
            <span className="whitespace-normal">
              {test.data.delivered ? t('delivered') : t('refused', { answer: test.data.answer })}
            </span>
          </Status>
        ) : null}
      </span>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </div>
  );
}

function Remove({ chat, onDone }: ChatFormProps) {
  const t = useTelegramTexts();
  const nameOf = useChatName();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => request(`/api/v1/telegram/chats/${chat.id}`, { method: 'DELETE' }),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: telegramQuery.queryKey }),
  });
  const refusal = useRefusal(remove.error);
  return (
    <>
      <Confirm
        label={t('remove')}
        title={t('removeTitle', { name: nameOf(chat) })}
        action={t('remove')}
        look="ghost"
        onConfirm={() => remove.mutate()}
      >
        {t('removeText')}
      </Confirm>
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
    </>
  );
}
