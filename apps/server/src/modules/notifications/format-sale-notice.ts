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

const NBSP = '\u00A0';
const CURRENCY_SIGN: Record<string, string> = { KZT: '₸', USD: '$' };

/** The notice as Telegram HTML; everything that comes from outside is escaped. */
export function formatSaleNotice(notice: SaleNotice): string {
  const team = notice.team;
  const lines = [
    '🎉 <b>НОВАЯ ПРОДАЖА!</b>',
    `${team?.emoji || '❔'} Таргетолог: ${team === null ? 'не распределено' : escapeHtml(team.name)}`,
    `👤 Клиент: ${notice.buyer === null ? 'имя ещё не известно' : escapeHtml(notice.buyer)}`,
    `💰 Сумма: ${notice.amount === null ? 'не указана в AmoCRM' : formatMoney(notice.amount, notice.currency)}`,
    `📦 Продукт: ${escapeHtml(notice.product)}`,
    `🏷️ Кампания: ${notice.campaign === null ? 'нет метки' : escapeHtml(notice.campaign)}`,
  ];
  if (team !== null) lines.push(`${escapeHtml(team.name)}, ПОЗДРАВЛЯЕМ! ПО ВАМ СДЕЛАЛИ ПРОДАЖУ! 🔥`);
  return lines.join('\n');
}

/** 5000 -> "5 000 ₸" with no-break spaces; decimals only when there are any. */
export function formatMoney(amount: string, currency: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, NBSP);
  const cents = fraction.replace(/0+$/, '');
  return `${grouped}${cents === '' ? '' : `,${cents.padEnd(2, '0')}`}${NBSP}${CURRENCY_SIGN[currency] ?? currency}`;
}

/** A name of several lines, or one that turns the reading direction, would write lines of its own into the notice. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu;

function escapeHtml(text: string): string {
  return text
    .slice(0, 300)
    .replaceAll(BREAKING, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
