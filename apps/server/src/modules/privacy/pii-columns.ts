/** A column that holds personal data, and what becomes of it. */
export type PiiColumn = {
  /** `table.column` */
  column: `${string}.${string}`;
  holds: 'name' | 'phone' | 'email' | 'key' | 'identifier' | 'payload' | 'address' | 'device';
  /** A buyer, or somebody who signs in here. */
  of: 'person' | 'user';
  /** How those who are no administrators see it. */
  shown: 'masked' | 'masked, first letters' | 'never' | 'to the person';
  /** What an erasure leaves: nothing, a keyed hash, or the numbers and times of a JSON; of a user, when it goes. */
  erased:
    | 'removed'
    | 'hashed'
    | 'reduced'
    | 'with the session'
    | 'with the link'
    | 'kept while they work here';
};

/** Tables with rows of a buyer, as an export names them. */
export const PII_TABLES = [
  'people',
  'person_origins',
  'person_claims',
  'person_keys',
  'touches',
  'landing_leads',
  'deals',
  'deal_events',
  'all_sales_tracking',
  'express_course_sales',
  'main_product_sales',
  'tripwire_users',
  'attributions',
  'notifications',
  'webhook_deliveries',
] as const;
export type PiiTable = (typeof PII_TABLES)[number];

const person = (
  column: `${PiiTable}.${string}`,
  holds: PiiColumn['holds'],
  erased: PiiColumn['erased'],
  shown: PiiColumn['shown'] = 'never',
): PiiColumn => ({ column, holds, of: 'person', shown, erased });

/**
 * Every column with personal data. A test compares it with the schema: a new column that is named like a person's, or
 * that can hold anything (JSON, bytes), fails until it stands here or in `NOT_PERSONAL`.
 */
export const PII_COLUMNS: readonly PiiColumn[] = [
  person('people.name', 'name', 'removed', 'masked'),
  person('person_origins.name', 'name', 'removed'),
  person('person_claims.value', 'key', 'hashed'),
  person('person_keys.value', 'key', 'hashed'),
  person('touches.fbclid', 'identifier', 'removed'),
  person('landing_leads.name', 'name', 'removed', 'masked'),
  person('landing_leads.phone', 'phone', 'removed', 'masked'),
  person('landing_leads.email', 'email', 'removed', 'masked'),
  person('landing_leads.email_error', 'payload', 'removed'),
  person('landing_leads.sms_error', 'payload', 'removed'),
  person('landing_leads.fbclid', 'identifier', 'removed'),
  person('deals.name', 'name', 'removed'),
  person('deals.custom_fields', 'payload', 'reduced'),
  person('deals.contact_ids', 'identifier', 'removed'),
  person('deals.fbclid', 'identifier', 'removed'),
  person('deal_events.fact', 'payload', 'reduced'),
  person('deal_events.fact_key', 'identifier', 'removed'),
  person('all_sales_tracking.lead_name', 'name', 'removed', 'masked'),
  person('all_sales_tracking.contact_name', 'name', 'removed', 'masked'),
  person('all_sales_tracking.contact_phone', 'phone', 'removed', 'masked'),
  person('all_sales_tracking.contact_email', 'email', 'removed', 'masked'),
  person('express_course_sales.raw_data', 'payload', 'reduced'),
  person('main_product_sales.raw_data', 'payload', 'reduced'),
  person('tripwire_users.name', 'name', 'removed'),
  person('tripwire_users.phone', 'phone', 'removed'),
  person('tripwire_users.email', 'email', 'removed'),
  person('attributions.evidence', 'payload', 'reduced'),
  person('notifications.payload', 'payload', 'reduced'),
  person('notifications.answer', 'payload', 'removed'),
  person('webhook_deliveries.body', 'payload', 'removed', 'masked, first letters'),
  person('webhook_deliveries.headers', 'payload', 'removed', 'masked, first letters'),

  {
    column: 'users.email',
    holds: 'email',
    of: 'user',
    shown: 'to the person',
    erased: 'kept while they work here',
  },
  {
    column: 'users.name',
    holds: 'name',
    of: 'user',
    shown: 'to the person',
    erased: 'kept while they work here',
  },
  {
    column: 'telegram_chats.title',
    holds: 'name',
    of: 'user',
    shown: 'never',
    erased: 'kept while they work here',
  },
  { column: 'user_links.email', holds: 'email', of: 'user', shown: 'never', erased: 'with the link' },
  {
    column: 'sessions.ip_address',
    holds: 'address',
    of: 'user',
    shown: 'to the person',
    erased: 'with the session',
  },
  {
    column: 'sessions.user_agent',
    holds: 'device',
    of: 'user',
    shown: 'to the person',
    erased: 'with the session',
  },
];

/** Columns that are named like a person's or could hold one, and hold none: why. */
export const NOT_PERSONAL: Readonly<Record<string, string>> = {
  'ad_accounts.name': 'of an ad account',
  'alarms.details': 'causes, counts, ids',
  'amocrm_gate.refusal_answer': 'what AmoCRM said of the account',
  'amocrm_tokens.seeds': 'digests of tokens',
  'api_tokens.name': 'of a script',
  'api_tokens.token_hash': 'a digest',
  'attributions.rejected': 'teams and rules',
  'audit_log.after': 'cut by `withoutSecrets`',
  'audit_log.before': 'cut by `withoutSecrets`',
  'audit_log.details': 'cut by `withoutSecrets`',
  'business_managers.name': 'of a business',
  'campaign_days.campaign_name': 'of a campaign',
  'campaign_months.dated_name': 'of a campaign, behind a day',
  'campaigns.name': 'of a campaign',
  'crm_pipelines.name': 'of a pipeline',
  'crm_stages.name': 'of a stage',
  'drained_spool_segments.name': 'of a file',
  'conversion_events.details': 'what Meta said, ids',
  'conversion_events.event_name': 'of a kind of event',
  'erased_keys.digest': 'a keyed digest: the tombstone itself',
  'erasures.counts': 'numbers of rows',
  'landing_leads.email_clicked': 'yes or no',
  'landing_leads.email_opened_at': 'a time',
  'landing_leads.email_sent': 'yes or no',
  'landing_leads.email_sent_at': 'a time',
  'product_pipelines.name': 'of a pipeline',
  'products.name': 'of a product',
  'all_sales_tracking.product_name': 'of a product',
  'recommendation_runs.withheld': 'names of rules',
  'recommendations.evidence': 'figures of ads and teams',
  'recommendations.explanation': 'words about figures',
  'recommendations.outcomes': 'figures',
  'reconciliations.different': 'deal ids, stages and sums',
  'reconciliations.extra': 'deal ids, stages and sums',
  'reconciliations.unmended': 'deal ids',
  'reconciliations.won': 'counts by pipeline',
  'reconciliations.missing': 'deal ids, stages and sums',
  'rule_runs.cursors': 'ids',
  'rule_runs.summary': 'counts by team',
  'sale_events.details': 'sums, teams, reasons',
  'schema_migrations.name': 'of a file',
  'sealed_secrets.name': 'of a secret',
  'settings.value': 'settings of the school',
  'sign_in_tries.key': 'a digest',
  'sync_runs.details': 'counts',
  'sync_runs.progress': 'counts',
  'telegram_codes.code_hash': 'a digest',
  'telegram_inbox.bot_name': 'of our bot',
  'traffic_stats.ad_name': 'of an ad',
  'traffic_stats.adset_name': 'of an ad set',
  'traffic_stats.campaign_name': 'of a campaign',
  'traffic_teams.name': 'of a team',
  'user_links.token_hash': 'a digest',
  'users.email_verified': 'yes or no',
  'webhook_deliveries.content_hash': 'a digest of what came',
};
