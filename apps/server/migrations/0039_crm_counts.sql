-- How many deals the CRM itself shows as won and closed in the compared time, by pipeline: {"10350882": 12}; and the ids of
-- those that still differ after the repair, at most 1,000. Null for comparisons made before these were kept.
alter table reconciliations
  add column won jsonb,
  add column unmended jsonb;
