import { withClient } from '../platform/database/index.ts';

export const LEGACY_LEADS = 5_000;
/** Of them: without time, from the future, and without anybody to be counted. */
export const LEGACY_UNREADABLE = { time: 3, future: 2, nobody: 5 };

/** Numbers the rows; some have no time, some no phone and e-mail, one in twenty shares the phone of another. */
const ROWS = `generate_series(1, ${LEGACY_LEADS}) i`;
const CREATED = `case when i <= 3 then null when i <= 5 then timestamp '2999-01-01' else timestamp '2026-03-01' + i * interval '7 minutes' end`;
const PHONE = `case when i between 11 and 15 then null else '8 (701) ' || lpad((i - case when i % 20 = 0 then 1 else 0 end)::text, 7, '0') end`;
const EMAIL = `case when i between 11 and 15 or i % 20 = 0 then null else 'lead' || i || '@mail.test' end`;
const UTM = `(array['fb_kenesary', 'facebook', 'email', null])[1 + i % 4]`;

const COLUMNS = `
  create table traffic_teams (id serial primary key, name text, direction text, color text, emoji text, utm_source text, utm_medium text);
  insert into traffic_teams (name, color, emoji, utm_source) values ('Kenesary', '#112233', '🦅', 'fb_kenesary'),
    ('Новая Команда', 'red', null, 'fb_new'), (null, null, null, 'x');
  create table traffic_users (id serial primary key, email text, full_name text, team_name text, role text, password_hash text);
  insert into traffic_users (email, full_name, team_name, role, password_hash) values
    ('Buyer@School.test', 'Таргетолог', 'Новая Команда', 'targetologist', 'old-hash'),
    ('lost@school.test', 'Без команды', 'Нет такой', 'targetologist', 'old-hash'),
    ('boss@school.test', 'Начальник', null, 'admin', 'old-hash'),
    ('eyes@school.test', 'Аналитик', null, 'analyst', 'old-hash'), ('no-address', 'Никто', null, 'analyst', 'h');
  create table landing_leads (id uuid primary key default gen_random_uuid(), email text, name text, phone text, utm_source text,
    utm_campaign text, source text, amocrm_lead_id bigint, email_sent boolean, sms_clicked integer, created_at timestamptz);
  insert into landing_leads (id, email, name, phone, utm_source, utm_campaign, source, amocrm_lead_id, email_sent, sms_clicked, created_at)
  select md5(i::text)::uuid, ${EMAIL}, 'Клиент ' || i, ${PHONE}, ${UTM}, 'кампания', 'proftest', 900000 + i, true, i % 3,
    (${CREATED}) at time zone 'UTC' from ${ROWS};
  create table traffic_stats (id serial primary key, account_id text, ad_id text, ad_name text, campaign_id text, campaign_name text,
    date date, spend numeric, currency text, impressions int, clicks int);
  insert into traffic_stats (account_id, ad_id, ad_name, date, spend, currency, impressions, clicks)
  select 'act_77', (120200 + i % 30)::text, 'видео', date '2026-02-01' + i / 30, 1.25, 'USD', 100, 3 from generate_series(0, 2999) i;
  insert into traffic_stats (account_id, ad_id, date, spend, currency) values ('act_77', null, '2026-02-01', 5, 'USD'),
    ('act_77', '120200', '2026-02-03', 5, null);`;

const DOCUMENT = `
  create table traffic_teams (team_name text, settings jsonb);
  insert into traffic_teams values ('KENESARY', '{}'), ('Новая Команда', '{"color": "#445566", "utm_source": "fb_new"}');
  create table traffic_users (email text, name text, team text, role text);
  insert into traffic_users values ('buyer@school.test', 'Таргетолог', 'новая команда', 'user');
  create table landing_leads (id bigint primary key, email text, full_name text, phone_number text, metadata jsonb, page text,
    deal_id text, created_at timestamp);
  insert into landing_leads
  select i, ${EMAIL}, 'Клиент ' || i, ${PHONE}, jsonb_build_object('utm_source', ${UTM}, 'fbclid', 'click' || i), 'express',
    (800000 + i)::text, ${CREATED} from ${ROWS};
  create table traffic_stats (ad_account_id bigint, stat_date timestamp, raw jsonb);
  insert into traffic_stats
  select 77, date '2026-02-01' + i / 30, jsonb_build_object('ad_id', (120200 + i % 30)::text, 'spend', '1.25',
    'account_currency', 'USD', 'impressions', '100') from generate_series(0, 2999) i;
  insert into traffic_stats values (77, '2026-02-01', '{"spend": "7"}');`;

/** Three sales: one of ours, one we do not have, one with an invented amount. */
const SALES = `
  create table all_sales_tracking (lead_id bigint, sale_amount numeric, pipeline_id bigint);
  insert into all_sales_tracking values (700001, 5000, 10350882), (700002, 490000, 10418746), (700003, 5000, 10350882);
  create table express_course_sales (deal_id bigint, amount numeric);
  insert into express_course_sales values (700001, 5000), (null, 1);`;

/** Fills an empty database as the earlier system's, in one of its two shapes. Hand-made. */
export async function makeLegacyDatabase(url: string, shape: 'columns' | 'document'): Promise<void> {
  await withClient(url, (client) => client.query(`${shape === 'columns' ? COLUMNS : DOCUMENT} ${SALES}`));
}
