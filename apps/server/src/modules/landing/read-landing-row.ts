import type { LandingLead as PostedLead } from '@traffic/contract';

/** What became of a lead's e-mail, SMS and deal, as the landing side keeps it; null = it does not say. */
export type LandingState = {
  id: string;
  amocrm_lead_id: string | null;
  amocrm_synced: boolean;
  email_sent: boolean | null;
  email_sent_at: string | null;
  email_opened_at: string | null;
  email_clicked: boolean | null;
  email_error: string | null;
  sms_sent: boolean | null;
  sms_sent_at: string | null;
  sms_clicked: boolean | null;
  sms_error: string | null;
};

/**
 * Reads one row of a `landing_leads` that is not ours: columns may be missing, be of another type, or hold what
 * no form would send. Nothing is invented: what cannot be read is null, a source that is not said is "unknown".
 *
 * @param row the row as PostgreSQL writes it in JSON, its times in UTC
 * @returns null when it has no id or no time: it cannot be told apart or counted
 */
export function readLandingRow(
  row: Record<string, unknown>,
): { lead: Omit<PostedLead, 'id'> & { id: string }; state: LandingState } | null {
  const id = text(row['id'], 100);
  const createdAt = time(row['created_at']);
  if (id === null || createdAt === null) return null;
  const short = (key: string) => text(row[key], 1000);
  return {
    lead: {
      id,
      name: text(row['name'], 300),
      phone: text(row['phone'], 60),
      email: text(row['email'], 300),
      utm_source: short('utm_source'),
      utm_medium: short('utm_medium'),
      utm_campaign: short('utm_campaign'),
      utm_content: short('utm_content'),
      utm_term: short('utm_term'),
      fbclid: text(row['fbclid'], 500),
      source: text(row['source'], 100) ?? 'unknown',
      created_at: createdAt,
    },
    state: {
      id,
      amocrm_lead_id: dealId(row['amocrm_lead_id']),
      amocrm_synced: flag(row['amocrm_synced']) ?? false,
      email_sent: flag(row['email_sent']),
      email_sent_at: time(row['email_sent_at']),
      email_opened_at: time(row['email_opened_at']),
      email_clicked: flag(row['email_clicked']),
      email_error: text(row['email_error'], 500),
      sms_sent: flag(row['sms_sent']),
      sms_sent_at: time(row['sms_sent_at']),
      sms_clicked: flag(row['sms_clicked']),
      sms_error: text(row['sms_error'], 500),
    },
  };
}

function text(value: unknown, maxLength: number): string | null {
  const given = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  return given === '' ? null : given.slice(0, maxLength);
}

/** An instant with microseconds kept as they are; one without a zone is UTC, as the reading session asked. */
function time(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const zoned = /(Z|[+-]\d{2}(:?\d{2})?)$/.test(value) ? value : `${value}Z`;
  const instant = new Date(zoned);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

/** A flag, or a counter that stands for one: "clicked 3 times" is clicked. */
function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value > 0;
  if (value === 'true' || value === 'false') return value === 'true';
  return null;
}

function dealId(value: unknown): string | null {
  const digits = text(value, 30);
  return digits !== null && /^[1-9]\d{0,17}$/.test(digits) ? digits : null;
}
