-- References that hold by construction: receipts, rules, versions and teams are only ever added, and a fact gets its
-- receipt in the transaction that stores it. Checked row by row they are more than half of a re-derivation's writing
-- (bench/attribution.ts).
alter table attributions
  drop constraint attributions_team_id_fkey,
  drop constraint attributions_rule_id_fkey,
  drop constraint attributions_rule_version_fkey;
alter table all_sales_tracking drop constraint all_sales_tracking_attribution_id_fkey;
alter table traffic_leads drop constraint traffic_leads_attribution_id_fkey;
