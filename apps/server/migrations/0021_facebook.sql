-- What Meta says of the structure around ad accounts.
create table business_managers (
  business_id  text primary key,
  name         text,
  updated_at   timestamptz not null default now()
);
-- How the token comes to an account: its business owns it, a client shares it, or only a person was let in.
alter table ad_accounts
  add column relation text check (relation in ('owned', 'client', 'personal'));

create table campaigns (
  campaign_id       text primary key,
  account_id        text not null references ad_accounts (account_id),
  name              text,
  objective         text,
  status            text,
  effective_status  text,
  -- Of its newest ad's creative: what Meta appends to the address of the landing page.
  url_tags          text,
  updated_at        timestamptz not null
);
create index campaigns_account on campaigns (account_id);

-- A binding is taken back by its id; [valid_from, valid_to), days of the account's zone.
alter table ad_account_teams
  add column id bigint generated always as identity primary key,
  add column assigned_by text not null default 'preset',
  add column assigned_at timestamptz not null default now(),
  add check (valid_from < valid_to);

-- Spend is replaced and compared by account and days: with the day before the ad a window is one range of the index.
alter table traffic_stats drop constraint traffic_stats_pkey, add primary key (account_id, day, ad_id);
