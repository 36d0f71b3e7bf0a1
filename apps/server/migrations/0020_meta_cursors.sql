-- An account has three cursors: complete up to synced_at, re-read for Meta's restatements up to restated_at, and read
-- back to the day read_from. Hours that succeed while nights fail move only the first.
alter table ad_accounts
  add column restated_at timestamptz,
  add column read_from date;
update ad_accounts a set read_from = (select min(day) from traffic_stats s where s.account_id = a.account_id)
where synced_at is not null;
