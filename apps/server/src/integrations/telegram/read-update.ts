import type { Update } from 'grammy/types';

/** What somebody did to the bot, as far as we care; an update that says nothing to us has no chat. */
export type IncomingUpdate = {
  id: number;
  chat: { id: string; title: string } | null;
  /** What was written; null for anything but text. */
  text: string | null;
  /** The bot came into the chat or was thrown out of it; null = neither. */
  membership: 'in' | 'out' | null;
};

type Text = string | undefined;
type Chat = { id: number; title?: Text; first_name?: Text; last_name?: Text; username?: Text };

/** An update of the Bot API; documented at https://core.telegram.org/bots/api#update */
export function readUpdate(update: Update): IncomingUpdate {
  const { message, my_chat_member: member } = update;
  if (member !== undefined) {
    const status = member.new_chat_member.status;
    const membership = status === 'kicked' || status === 'left' ? 'out' : 'in';
    return { id: update.update_id, chat: readChat(member.chat), text: null, membership };
  }
  if (message === undefined) return { id: update.update_id, chat: null, text: null, membership: null };
  return {
    id: update.update_id,
    chat: readChat(message.chat),
    text: message.text ?? null,
    membership: null,
  };
}

function readChat(chat: Chat): { id: string; title: string } {
  const person = [chat.first_name, chat.last_name].filter(Boolean).join(' ');
  const title = chat.title ?? (person === '' ? (chat.username ?? '') : person);
  return { id: String(chat.id), title: title.slice(0, 200) };
}
