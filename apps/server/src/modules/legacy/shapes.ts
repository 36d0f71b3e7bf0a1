/** One of the two column shapes in which a table of the earlier system is known. */
export type Shape = {
  name: 'columns' | 'document';
  /** Columns without which the table is not of this shape. */
  needs: readonly string[];
  /** Our field -> their column, or a key inside one of their jsonb columns (`metadata.utm_source`). */
  fields: Readonly<Record<string, string>>;
};

export type LegacyTable = 'traffic_teams' | 'traffic_users' | 'landing_leads' | 'traffic_stats';

const same = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, name]));
const UTM = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_content', 'utm_term'];
const within = (column: string, ...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, `${column}.${name}`]));

const MAIL_AND_SMS = [
  ...['amocrm_synced', 'email_sent', 'email_sent_at', 'email_opened_at', 'email_clicked', 'email_error'],
  ...['sms_sent', 'sms_sent_at', 'sms_clicked', 'sms_error'],
];

/**
 * The shapes of each table, the one with a column per field first. A column of a shape that is missing is null; a table of neither
 * shape is left alone and named. Hand-made from what the earlier system's tables are known to look like (spec data.md and lessons.md).
 */
export const SHAPES: Readonly<Record<LegacyTable, readonly Shape[]>> = {
  landing_leads: [
    {
      name: 'columns',
      needs: ['id', 'created_at', 'utm_source'],
      fields: same(
        'id',
        'created_at',
        'name',
        'phone',
        'email',
        ...UTM,
        'fbclid',
        'source',
        'amocrm_lead_id',
        ...MAIL_AND_SMS,
      ),
    },
    {
      name: 'document',
      needs: ['id', 'created_at', 'metadata'],
      fields: {
        ...same('id', 'created_at', 'email', ...MAIL_AND_SMS),
        ...within('metadata', ...UTM, 'fbclid'),
        ...{ name: 'full_name', phone: 'phone_number', source: 'page', amocrm_lead_id: 'deal_id' },
      },
    },
  ],
  traffic_teams: [
    {
      name: 'columns',
      needs: ['name', 'utm_source'],
      fields: same('name', 'direction', 'color', 'emoji', 'utm_source', 'utm_medium'),
    },
    {
      name: 'document',
      needs: ['team_name', 'settings'],
      fields: {
        name: 'team_name',
        ...within('settings', 'direction', 'color', 'emoji', 'utm_source', 'utm_medium'),
      },
    },
  ],
  traffic_users: [
    {
      name: 'columns',
      needs: ['email', 'full_name', 'team_name'],
      fields: { ...same('email', 'role'), name: 'full_name', team: 'team_name' },
    },
    { name: 'document', needs: ['email', 'name', 'team'], fields: same('email', 'role', 'name', 'team') },
  ],
  traffic_stats: [
    {
      name: 'columns',
      needs: ['account_id', 'ad_id', 'date', 'spend', 'currency'],
      fields: {
        ...same('account_id', 'ad_id', 'ad_name', 'adset_id', 'adset_name', 'campaign_id', 'campaign_name'),
        ...same('spend', 'currency', 'impressions', 'clicks', 'leads', 'purchases'),
        day: 'date',
      },
    },
    {
      name: 'document',
      needs: ['ad_account_id', 'stat_date', 'raw'],
      fields: {
        ...within('raw', 'ad_id', 'ad_name', 'adset_id', 'adset_name', 'campaign_id', 'campaign_name'),
        ...within('raw', 'spend', 'impressions', 'clicks'),
        ...{ account_id: 'ad_account_id', day: 'stat_date', currency: 'raw.account_currency' },
      },
    },
  ],
};

/** @returns null when the columns are of no known shape */
export function shapeOf(table: LegacyTable, columns: ReadonlySet<string>): Shape | null {
  return SHAPES[table].find(({ needs }) => needs.every((name) => columns.has(name))) ?? null;
}

/** One row in our words: only the fields of the shape, null where the row says nothing. */
export function readFields({ fields }: Shape, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([field, path]) => [field, valueAt(row, path)]));
}

function valueAt(row: Record<string, unknown>, path: string): unknown {
  const [column = '', key] = path.split('.');
  const value = row[column] ?? null;
  if (key === undefined) return value;
  const document: unknown = typeof value === 'string' ? parsed(value) : value;
  return typeof document === 'object' && document !== null
    ? ((document as Record<string, unknown>)[key] ?? null)
    : null;
}

/** A document may have been kept as text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
