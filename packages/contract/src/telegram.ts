import { z } from 'zod';
import { TeamRef, TeamSlug } from './common.ts';
import { SuccessResponse } from './session.ts';

export const ChatLanguage = z.enum(['ru', 'kk', 'en']);
export type ChatLanguage = z.infer<typeof ChatLanguage>;

/** What a chat is sent: sales, leads, the daily and weekly reports, alarms. */
const choices = {
  sale_notices: z.boolean(),
  lead_notices: z.boolean(),
  reports: z.boolean(),
  alerts: z.boolean(),
};

/** `blocked`: Telegram refuses the bot there; `disabled`: a person switched it off. */
export const ChatState = z.enum(['active', 'disabled', 'blocked']);

/** A chat that the bot writes to. */
export const TelegramChat = z.object({
  id: z.string(),
  chat_id: z.string(),
  title: z.string(),
  /** Null = everybody's figures; else one team's only. */
  team: TeamRef.nullable(),
  language: ChatLanguage,
  /** `environment`: named by TELEGRAM_CHAT_IDS, and removed there. */
  origin: z.enum(['code', 'environment']),
  ...choices,
  state: ChatState,
  /** What Telegram last answered to a message for this chat; null before the first. */
  last_answer: z.string().nullable(),
  last_answer_at: z.iso.datetime().nullable(),
  /** Messages that wait to be sent there. */
  waiting: z.number().int(),
});
export type TelegramChat = z.infer<typeof TelegramChat>;

const HourMinute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'HH:MM');
/** From..to in the academy's zone, over midnight when `from` is later: only critical alarms are told then. */
export const QuietHours = z.object({ from: HourMinute, to: HourMinute });
export type QuietHours = z.infer<typeof QuietHours>;

/** GET /api/v1/telegram */
export const TelegramResponse = SuccessResponse.extend({
  bot: z.object({
    configured: z.boolean(),
    /** Without the @; null before Telegram has told it. */
    name: z.string().nullable(),
    /** When the bot last looked for messages of people, and why it could not. */
    polled_at: z.iso.datetime().nullable(),
    failure: z.string().nullable(),
  }),
  chats: z.array(TelegramChat),
  quiet_hours: QuietHours.nullable(),
});
export type TelegramResponse = z.infer<typeof TelegramResponse>;

/** POST /api/v1/telegram/codes: `team` null is everybody. */
export const CreateChatCodeRequest = z.object({ team: TeamSlug.nullable(), language: ChatLanguage });
export type CreateChatCodeRequest = z.infer<typeof CreateChatCodeRequest>;
/** The code is in this answer only: we keep its SHA-256. It connects one chat. */
export const CreateChatCodeResponse = SuccessResponse.extend({
  code: z.string(),
  expires_at: z.iso.datetime(),
});
export type CreateChatCodeResponse = z.infer<typeof CreateChatCodeResponse>;

/** PATCH /api/v1/telegram/chats/:id: what is left out stays. */
export const ChangeChatRequest = z
  .object({ team: TeamSlug.nullable(), language: ChatLanguage, ...choices, disabled: z.boolean() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');
export type ChangeChatRequest = z.infer<typeof ChangeChatRequest>;
export const ChatResponse = SuccessResponse.extend({ chat: TelegramChat });
export type ChatResponse = z.infer<typeof ChatResponse>;

/** POST /api/v1/telegram/chats/:id/test */
export const TestChatResponse = SuccessResponse.extend({ delivered: z.boolean(), answer: z.string() });
export type TestChatResponse = z.infer<typeof TestChatResponse>;

/** PUT /api/v1/telegram/quiet-hours: null switches them off. */
export const SetQuietHoursRequest = z.object({ quiet_hours: QuietHours.nullable() });
export type SetQuietHoursRequest = z.infer<typeof SetQuietHoursRequest>;
