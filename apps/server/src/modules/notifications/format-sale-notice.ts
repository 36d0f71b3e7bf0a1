import type { ChatLanguage } from '@traffic/contract';
import { formatMoney } from './format-figures.ts';
import { escapeHtml, textOf } from './notice-texts.ts';

/** What a sale's notice tells. Null is unknown and is said as such. */
export type SaleNotice = {
  team: { name: string; emoji: string } | null;
  buyer: string | null;
  /** Decimal string in `currency`. */
  amount: string | null;
  currency: string;
  product: string;
  campaign: string | null;
};

/** What a lead's notice tells; no phone and no e-mail leave the house. */
export type LeadNotice = {
  team: { name: string; emoji: string } | null;
  name: string | null;
  source: string;
  campaign: string | null;
};

/** The notice as Telegram HTML; everything that comes from outside is escaped. */
export function formatSaleNotice(notice: SaleNotice, language: ChatLanguage = 'ru'): string {
  const t = (key: Parameters<typeof textOf>[0], value?: string) => textOf(key, language, value);
  const { team, buyer, amount, campaign } = notice;
  const lines = [
    `🎉 <b>${t('sale.title')}</b>`,
    teamLine(team, language),
    `👤 ${t('sale.buyer')}: ${buyer === null ? t('sale.noBuyer') : escapeHtml(buyer)}`,
    `💰 ${t('sale.amount')}: ${amount === null ? t('sale.noAmount') : formatMoney(amount, notice.currency, language)}`,
    `📦 ${t('sale.product')}: ${escapeHtml(notice.product)}`,
    `🏷️ ${t('sale.campaign')}: ${campaign === null ? t('sale.noCampaign') : escapeHtml(campaign)}`,
  ];
  if (team !== null) lines.push(t('sale.congratulations', escapeHtml(team.name)));
  return lines.join('\n');
}

/** A lead in five lines. */
export function formatLeadNotice(notice: LeadNotice, language: ChatLanguage): string {
  const t = (key: Parameters<typeof textOf>[0]) => textOf(key, language);
  const { team, name, source, campaign } = notice;
  return [
    `🧲 <b>${t('lead.title')}</b>`,
    teamLine(team, language),
    `👤 ${t('lead.name')}: ${name === null ? t('lead.noName') : escapeHtml(name)}`,
    `📝 ${t('lead.source')}: ${escapeHtml(source)}`,
    `🏷️ ${t('sale.campaign')}: ${campaign === null ? t('sale.noCampaign') : escapeHtml(campaign)}`,
  ].join('\n');
}

function teamLine(team: SaleNotice['team'], language: ChatLanguage): string {
  const name = team === null ? textOf('sale.noTeam', language) : escapeHtml(team.name);
  return `${team?.emoji || '❔'} ${textOf('sale.team', language)}: ${name}`;
}
