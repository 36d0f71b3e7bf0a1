import type { ChatLanguage } from '@traffic/contract';
import { translate } from '../../platform/translate.ts';
import type { AlarmKind } from '../operations/index.ts';
import { formatInstant } from './format-figures.ts';
import { escapeHtml, textOf } from './notice-texts.ts';

/** An alarm as a chat is told of it. */
export type AlertFacts = {
  message: string;
  kind: AlarmKind;
  openedAt: Date;
  closedAt: Date | null;
  /** The team whose trouble it is; null = the administrators. */
  ownerTeam: string | null;
  zone: string;
  publicUrl: string;
  language: ChatLanguage;
};

/** What is wrong and what to do, what it changes, whose it is, where to look. */
export function formatAlert(facts: AlertFacts): string {
  const { language, kind, ownerTeam } = facts;
  const owner =
    ownerTeam === null
      ? textOf('alarm.admins', language)
      : textOf('alarm.ownerTeam', language, escapeHtml(ownerTeam));
  return [
    `${kind.critical ? '🔴' : '🟠'} <b>${textOf('alarm.opened', language)}</b>`,
    escapeHtml(translate(facts.message, language), 1000),
    `${textOf('alarm.affected', language)}: ${escapeHtml(translate(kind.affected, language))}`,
    `${textOf('alarm.owner', language)}: ${owner}`,
    textOf('alarm.since', language, formatInstant(facts.openedAt, facts.zone)),
    linkOf(facts),
  ].join('\n');
}

/** The trouble that was told is over. */
export function formatAlertOver(facts: AlertFacts): string {
  const { language, openedAt, closedAt } = facts;
  const minutes = closedAt === null ? 0 : Math.ceil((closedAt.getTime() - openedAt.getTime()) / 60_000);
  return [
    `✅ <b>${textOf('alarm.over', language)}</b>`,
    escapeHtml(translate(facts.message, language), 1000),
    textOf('alarm.lasted', language, Math.max(1, minutes)),
    linkOf(facts),
  ].join('\n');
}

const linkOf = ({ publicUrl, kind }: AlertFacts) =>
  escapeHtml(`${publicUrl.replace(/\/$/, '')}${kind.page}`, 500);
