-- The history of a deal becomes its source: every distinct fact is kept whole, so that a late one is put where it
-- belongs and the ledger is what the facts say in the CRM's order, whatever the order of their arrival.

-- The two references held by construction: a fact is written under the lock of its deal, by the delivery that is
-- being processed. Checked row by row they cost three quarters of the whole insert (bench/process.ts).
alter table deal_events
  drop constraint deal_events_lead_id_fkey,
  drop constraint deal_events_delivery_id_fkey,
  add column fact_key    bytea,
  add column fact        jsonb,
  add column received_at timestamptz;

-- Facts known before: what their columns said ...
update deal_events set
  fact_key = sha256(convert_to('before 0012 ' || id, 'UTF8')),
  received_at = coalesce((details ->> 'received_at')::timestamptz, recorded_at),
  fact = jsonb_build_object(
    'leadId', lead_id::text, 'action', kind, 'name', null, 'statusId', details -> 'status_id', 'oldStatusId', null,
    'pipelineId', details -> 'pipeline_id', 'price', details -> 'price',
    'priceGiven', coalesce(jsonb_typeof(details -> 'price') <> 'null', false), 'createdAt', null,
    'updatedAt', case when at = (details ->> 'received_at')::timestamptz then null else to_jsonb(at) end,
    'closedAt', null, 'accountId', null, 'utm', null, 'customFields', '[]'::jsonb, 'contactIds', null,
    'deleted', kind = 'delete');

-- ... and, last, the deal as it is now, which knows more than those columns did.
insert into deal_events (lead_id, at, kind, fact_key, fact, received_at)
select lead_id, updated_at, 'read', sha256(convert_to('before 0012 deal ' || lead_id, 'UTF8')),
  jsonb_build_object(
    'leadId', lead_id::text, 'action', 'read', 'name', name, 'statusId', status_id, 'oldStatusId', null,
    'pipelineId', pipeline_id, 'price', price::text, 'priceGiven', true, 'createdAt', created_at,
    'updatedAt', updated_at, 'closedAt', closed_at, 'accountId', null,
    'utm', jsonb_build_object('utm_source', utm_source, 'utm_medium', utm_medium, 'utm_campaign', utm_campaign,
      'utm_content', utm_content, 'utm_term', utm_term, 'utm_referrer', null, 'fbclid', fbclid),
    'customFields', custom_fields, 'contactIds', (select jsonb_agg(id::text) from unnest(contact_ids) as id),
    'deleted', deleted),
  now()
from deals;

alter table deal_events
  drop column details,
  alter column fact_key set not null,
  alter column fact set not null,
  alter column received_at set not null;
-- A repeat of a fact is no fact.
create unique index deal_events_fact on deal_events (lead_id, fact_key);
drop index deal_events_lead;

-- Where the last applied fact stands in the order of facts: what comes later is simply applied on top.
alter table deals
  add column utm_referrer text,
  add column last_fact_at timestamptz not null default 'epoch';
update deals set last_fact_at = updated_at;

-- A product may be paid in advance in a stage before "won".
alter table product_pipelines
  add column prepayment_status_id bigint,
  -- The custom field that holds the sum paid in advance; null = the sum is unknown.
  add column prepayment_field_id bigint;
