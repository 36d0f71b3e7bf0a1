import { Api, GrammyError, HttpError } from 'grammy';
import { type IncomingUpdate, readUpdate } from './read-update.ts';

/** What Telegram answered to one message, in words for the outbox. */
export type SendResult =
  | { kind: 'sent'; messageId: number; answer: string }
  /**
   * Worth another try: too many requests, their trouble, or no connection. `inDoubt`: the connection broke after the message
   * may have arrived.
   */
  | { kind: 'later'; retryAfterSeconds: number | null; inDoubt: boolean; answer: string }
  /** The bot's token is not accepted: nothing can be sent to anybody until a person renews it. */
  | { kind: 'token'; answer: string }
  /** The chat threw the bot out, blocked it, or is gone. */
  | { kind: 'blocked'; answer: string }
  /** The group became a supergroup: from now on it has this id. */
  | { kind: 'moved'; chatId: string; answer: string }
  /** Never will be: something is wrong with the message itself. */
  | { kind: 'refused'; answer: string };

export type PollResult =
  | { kind: 'updates'; updates: IncomingUpdate[] }
  | { kind: 'failed'; status: number | null; retryAfterSeconds: number | null; answer: string };

export type TelegramClient = {
  /** Sends a message. Never throws for what Telegram answered: the answer is the result. */
  send(chatId: string, html: string): Promise<SendResult>;
  /** Waits up to `waitSeconds` for what people write to the bot, from `offset` on; what is below it is confirmed. */
  poll(offset: number, waitSeconds: number, signal?: AbortSignal): Promise<PollResult>;
  /** The name by which people find the bot; null when Telegram does not say. */
  botName(): Promise<string | null>;
};

const POLL_LIMIT = 50;
/** grammy names the signal of a package that Node no longer needs; it listens to `abort` and reads `aborted` only. */
type PollSignal = Parameters<Api['getUpdates']>[1];

/** Speaks to the Bot API through one bot. */
export function createTelegramClient(options: {
  apiUrl: string;
  botToken: string;
  timeoutSeconds?: number;
}): TelegramClient {
  const apiOf = (timeoutSeconds: number) =>
    new Api(options.botToken, { apiRoot: options.apiUrl, timeoutSeconds });
  const api = apiOf(options.timeoutSeconds ?? 20);
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
    async poll(offset, waitSeconds, signal) {
      try {
        const asked = { offset, limit: POLL_LIMIT, timeout: waitSeconds };
        const allowed_updates = ['message', 'my_chat_member'] as const;
        // Our own patience must outlast Telegram's waiting.
        const updates = await apiOf(waitSeconds + 10).getUpdates(
          { ...asked, allowed_updates },
          signal as PollSignal,
        );
        return { kind: 'updates', updates: updates.map(readUpdate) };
      } catch (error) {
        const { answer, ...failure } = readFailure(error);
        const status = error instanceof GrammyError ? error.error_code : null;
        const retryAfterSeconds = failure.kind === 'later' ? failure.retryAfterSeconds : null;
        return { kind: 'failed', status, retryAfterSeconds, answer };
      }
    },
    async botName() {
      return (await api.getMe().catch(() => null))?.username ?? null;
    },
  };
}

type Failure = Exclude<SendResult, { kind: 'sent' }>;

function readFailure(error: unknown): Failure {
  if (error instanceof GrammyError) return readRefusal(error);
  // The cause of an HttpError may hold the URL, and the URL holds the token: only our own words are kept.
  if (error instanceof HttpError)
    return {
      ...{ kind: 'later', retryAfterSeconds: null, answer: 'no connection to Telegram' },
      inDoubt: !neverLeft(error.error),
    };
  throw error;
}

/** 404 is what a malformed token gets: the method's address holds it. */
function readRefusal({ error_code: code, description, parameters }: GrammyError): Failure {
  const answer = `${code}: ${description}`;
  if (code === 429 || code >= 500)
    return { kind: 'later', retryAfterSeconds: parameters.retry_after ?? null, inDoubt: false, answer };
  if (code === 401 || code === 404) return { kind: 'token', answer };
  if (parameters.migrate_to_chat_id !== undefined)
    return { kind: 'moved', chatId: String(parameters.migrate_to_chat_id), answer };
  if (code === 403 || /chat not found|bot was kicked/i.test(description)) return { kind: 'blocked', answer };
  return { kind: 'refused', answer };
}

/** The connection was never made: the message cannot have arrived. */
function neverLeft(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].some(
    (one) => one === code,
  );
}
