import { Api, GrammyError, HttpError } from 'grammy';

/** What Telegram answered to one message, in words for the outbox. */
export type SendResult =
  | { kind: 'sent'; messageId: number; answer: string }
  /** Worth another try: too many requests, their trouble, or no connection. */
  | { kind: 'later'; retryAfterSeconds: number | null; answer: string }
  /** Never will be: the chat blocked the bot, does not exist, or the token is dead. */
  | { kind: 'refused'; answer: string };

export type TelegramClient = { send(chatId: string, html: string): Promise<SendResult> };

/** Sends messages through the Bot API. Never throws for what Telegram answered: the answer is the result. */
export function createTelegramClient(options: {
  apiUrl: string;
  botToken: string;
  timeoutSeconds?: number;
}): TelegramClient {
  const api = new Api(options.botToken, {
    apiRoot: options.apiUrl,
    timeoutSeconds: options.timeoutSeconds ?? 20,
  });
  return {
    async send(chatId, html) {
      try {
        const message = await api.sendMessage(chatId, html, {
          parse_mode: 'HTML',
          link_preview_options: { is_disabled: true },
        });
        return { kind: 'sent', messageId: message.message_id, answer: 'ok' };
      } catch (error) {
        return readFailure(error);
      }
    },
  };
}

function readFailure(error: unknown): SendResult {
  if (error instanceof GrammyError) {
    const answer = `${error.error_code}: ${error.description}`;
    if (error.error_code === 429 || error.error_code >= 500)
      return { kind: 'later', retryAfterSeconds: error.parameters.retry_after ?? null, answer };
    return { kind: 'refused', answer };
  }
  // The cause of an HttpError may hold the URL, and the URL holds the token: only our own words are kept.
  if (error instanceof HttpError)
    return { kind: 'later', retryAfterSeconds: null, answer: 'no connection to Telegram' };
  throw error;
}
