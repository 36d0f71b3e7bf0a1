-- A person's word about a campaign: its spend is this team's on [valid_from, valid_to), days of its ad account's zone.
create table campaign_teams (
  campaign_id  text not null,
  account_id   text not null references ad_accounts (account_id),
  team_id      integer not null references traffic_teams (id),
  valid_from   date,
  valid_to     date,
  reason       text not null,
  assigned_by  text not null,
  assigned_at  timestamptz not null,
  check (valid_from < valid_to),
  unique nulls not distinct (campaign_id, valid_from)
);
