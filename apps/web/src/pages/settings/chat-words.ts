import type { TelegramChat } from '@traffic/contract';
import { useTelegramTexts } from './telegram-texts.ts';

/** What a chat may get. */
export const CHOICES = ['sale_notices', 'lead_notices', 'reports', 'alerts'] as const;

/** A chat by its own title, or by its number. */
export function useChatName(): (chat: Pick<TelegramChat, 'title' | 'chat_id'>) => string {
  const t = useTelegramTexts();
  return (chat) => (chat.title === '' ? t('nameless', { id: chat.chat_id }) : chat.title);
}
