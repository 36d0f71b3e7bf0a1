import type { TelegramChat, TelegramResponse } from '@traffic/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter } from '../../lib/use-formatter.ts';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { TeamMark } from '../../ui/team-mark.tsx';
import { Loaded } from '../../widgets/admin/loaded.tsx';
import { type Column, RowsTable } from '../../widgets/admin/rows-table.tsx';
import { SectionCard } from '../../widgets/admin/section-card.tsx';
import { Status, type Tone } from '../../widgets/admin/status.tsx';
import { useAdminTexts } from '../../widgets/admin/texts.ts';
import { CHOICES, useChatName } from './chat-words.ts';
import { ChatForm } from './chat-form.tsx';
import { ConnectChat } from './connect-chat.tsx';
import { telegramQuery } from './telegram-queries.ts';
import { useTelegramTexts } from './telegram-texts.ts';

const TONE: Record<TelegramChat['state'], Tone> = { active: 'good', disabled: 'quiet', blocked: 'bad' };

/** The chats the bot writes to: whose figures, what of them, and what Telegram last answered. */
export function TelegramChats() {
  const t = useTelegramTexts();
  const text = useAdminTexts();
  const query = useQuery(telegramQuery);
  const [opened, setOpened] = useState<string | null>(null);
  const [connecting, setConnecting] = useState(false);
  const nameOf = useChatName();
  const chat = query.data?.chats.find(({ id }) => id === opened);
  return (
    <SectionCard
      title={t('title')}
      lead={t('lead')}
      padded={false}
      actions={
        <Button
          look="primary"
          disabled={query.data?.bot.configured !== true}
          onClick={() => setConnecting(true)}
        >
          {t('connect')}
        </Button>
      }
    >
      <Loaded query={query} failed={t('error')}>
        {(data) => (
          <>
            <BotState bot={data.bot} />
            {data.chats.length === 0 ? <p className="px-4 pb-4 text-ink-2">{t('none')}</p> : null}
            {data.chats.length > 0 ? <ChatRows chats={data.chats} onOpen={setOpened} /> : null}
          </>
        )}
      </Loaded>
      <Sheet
        side="right"
        title={chat ? nameOf(chat) : ''}
        closeLabel={text('close')}
        open={chat !== undefined}
        onClose={() => setOpened(null)}
      >
        {chat ? <ChatForm chat={chat} onDone={() => setOpened(null)} /> : null}
      </Sheet>
      <Sheet
        side="right"
        title={t('connect')}
        closeLabel={text('close')}
        open={connecting}
        onClose={() => setConnecting(false)}
      >
        {connecting ? <ConnectChat onDone={() => setConnecting(false)} /> : null}
      </Sheet>
    </SectionCard>
  );
}

/** Only what keeps the bot from hearing: that it hears is no news. */
function BotState({ bot }: Pick<TelegramResponse, 'bot'>) {
  const t = useTelegramTexts();
  const trouble = !bot.configured
    ? t('off')
    : bot.failure !== null
      ? t('failing', { why: bot.failure })
      : bot.polled_at === null
        ? t('notPolled')
        : null;
  if (trouble === null) return null;
  return (
    <p className="px-4 pb-3">
      <Status tone={bot.configured ? 'warn' : 'quiet'}>
        <span className="whitespace-normal">{trouble}</span>
      </Status>
    </p>
  );
}

type ChatRowsProps = { chats: readonly TelegramChat[]; onOpen: (id: string) => void };

function ChatRows({ chats, onOpen }: ChatRowsProps) {
  const t = useTelegramTexts();
  return (
    <RowsTable
      name="chats"
      caption={t('title')}
      columns={useColumns(onOpen)}
      rows={chats}
      rowKey={({ id }) => id}
    />
  );
}

function useColumns(onOpen: (id: string) => void): Column<TelegramChat>[] {
  const t = useTelegramTexts();
  const text = useAdminTexts();
  const nameOf = useChatName();
  return [
    {
      key: 'name',
      header: t('chat'),
      className: 'min-w-36',
      sortBy: nameOf,
      cell: (row) => (
        <>
          {nameOf(row)}
          <span className="block text-xs font-normal text-ink-2">{t(`languages.${row.language}`)}</span>
        </>
      ),
    },
    {
      key: 'whose',
      header: t('whose'),
      className: 'whitespace-nowrap',
      sortBy: (row) => row.team?.name ?? '',
      cell: (row) => (row.team ? <TeamMark team={row.team} /> : t('everybody')),
    },
    {
      key: 'gets',
      header: t('gets'),
      className: 'min-w-40',
      cell: (row) =>
        CHOICES.filter((choice) => row[choice])
          .map((choice) => t(`choice.${choice}`))
          .join(', ') || t('nothing'),
    },
    {
      key: 'state',
      header: t('state'),
      sortBy: (row) => row.state,
      cell: (row) => (
        <Status tone={TONE[row.state]} icon={row.state === 'disabled' ? 'minus' : undefined}>
          {t(`states.${row.state}`)}
        </Status>
      ),
    },
    { key: 'answer', header: t('answer'), className: 'min-w-44', cell: (row) => <LastAnswer chat={row} /> },
    {
      key: 'actions',
      header: '',
      className: 'text-right',
      cell: (row) => (
        <Button look="ghost" aria-label={t('change', { name: nameOf(row) })} onClick={() => onOpen(row.id)}>
          {text('edit')}
        </Button>
      ),
    },
  ];
}

function LastAnswer({ chat }: { chat: TelegramChat }) {
  const t = useTelegramTexts();
  const format = useFormatter();
  return (
    <>
      <span className="break-words">{chat.last_answer ?? t('noAnswer')}</span>
      <span className="block text-xs text-ink-2">
        {[
          chat.last_answer_at === null ? '' : format.dateTime(chat.last_answer_at),
          chat.waiting > 0 ? t('waiting', { n: chat.waiting }) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </>
  );
}
