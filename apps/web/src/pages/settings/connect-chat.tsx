import type { CreateChatCodeRequest, CreateChatCodeResponse } from '@traffic/contract';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { request } from '../../lib/api.ts';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { FormError } from '../../widgets/admin/form.tsx';
import { Status } from '../../widgets/admin/status.tsx';
import { useRefusal } from '../../widgets/admin/use-refusal.ts';
import { ChatFields, readChatFields } from './chat-fields.tsx';
import { Secret } from './secret.tsx';
import { useChatName } from './chat-words.ts';
import { telegramQuery } from './telegram-queries.ts';
import { useTelegramTexts } from './telegram-texts.ts';

/** While somebody holds the phone in the other hand. */
const LOOK_EVERY_MS = 2_000;

/** A one-time code for a chat, and the chat itself as soon as the code has reached the bot. */
export function ConnectChat({ onDone }: { onDone: () => void }) {
  const t = useTelegramTexts();
  const create = useMutation({
    mutationFn: (json: CreateChatCodeRequest) =>
      request<CreateChatCodeResponse>('/api/v1/telegram/codes', { method: 'POST', json }),
  });
  const refusal = useRefusal(create.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    create.mutate(readChatFields(new FormData(event.currentTarget)));
  };
  if (create.data) return <CodeAndWait {...create.data} onDone={onDone} />;
  return (
    <form onSubmit={submit} className="grid gap-4 p-4">
      <p className="text-sm text-ink-2">{t('connectLead')}</p>
      <ChatFields team={null} language="ru" />
      {refusal.general ? <FormError>{refusal.general}</FormError> : null}
      <div>
        <Button type="submit" look="primary" disabled={create.isPending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}

type CodeProps = Pick<CreateChatCodeResponse, 'code' | 'expires_at'> & { onDone: () => void };

function CodeAndWait({ code, expires_at, onDone }: CodeProps) {
  const t = useTelegramTexts();
  const format = useFormatter();
  const nameOf = useChatName();
  const query = useQuery({ ...telegramQuery, refetchInterval: LOOK_EVERY_MS });
  const chats = query.data?.chats ?? [];
  const [before] = useState(() => new Set(chats.map(({ id }) => id)));
  const connected = chats.find(({ id }) => !before.has(id));
  const name = query.data?.bot.name;
  return (
    <div className="grid gap-4 p-4">
      <p className="text-sm">{t('send', { bot: name ? `@${name}` : t('bot') })}</p>
      <Secret label={t('code')} value={`/connect ${code}`} />
      <p className="text-sm text-ink-2">{t('until', { at: format.dateTime(expires_at) })}</p>
      <p role="status">
        {connected ? (
          <Status tone="good">{t('connected', { name: nameOf(connected) })}</Status>
        ) : (
          <Status tone="quiet">{t('wait')}</Status>
        )}
      </p>
      <div>
        <Button onClick={onDone}>{t('done')}</Button>
      </div>
    </div>
  );
}
