/** A message the bot has sent. */
export interface SentMessage {
  message_id: number;
  chat_id: string;
  text: string;
  parse_mode: string | null;
  at: string;
  /** The request as received, with buttons and other options. */
  raw: Record<string, unknown>;
}
