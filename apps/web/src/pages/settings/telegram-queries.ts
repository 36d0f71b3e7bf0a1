import type { TelegramResponse } from '@traffic/contract';
import { queryOptions } from '@tanstack/react-query';
import { request } from '../../lib/api.ts';

/** The bot, its chats and the quiet hours. */
export const telegramQuery = queryOptions({
  queryKey: ['telegram'],
  queryFn: ({ signal }) => request<TelegramResponse>('/api/v1/telegram', { signal }),
});
