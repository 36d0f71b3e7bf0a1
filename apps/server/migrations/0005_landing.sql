-- The landing side in a database of its own, its leads and their deals, stages of the CRM, attempts of deliveries.

-- Attempts that are over and are not the last word on their delivery: failures, and what a replay put aside. The
-- present outcome stays in webhook_deliveries, so that the ordinary delivery costs no second row.
create table delivery_attempts (
  id           bigint generated always as identity primary key,
  delivery_id  bigint not null references webhook_deliveries (id) on delete cascade,
  at           timestamptz not null,
  state        text not null check (state in ('processed', 'ignored', 'quarantined', 'failed')),
  outcome      text
);
create index delivery_attempts_delivery on delivery_attempts (delivery_id, id);

-- The separate Landing database, when there is one. `target` null = the landing tables are ours, nothing is mirrored.
create table landing_link (
  only_row      boolean primary key default true check (only_row),
  target        text,
  -- Its leads created up to here are read.
  read_to       timestamptz
);
insert into landing_link default values;

-- Deals whose row in express_course_sales or main_product_sales changed and is not yet copied. Only appended to by the
-- transaction of the sale, so that sales never wait for each other or for the copying.
create table projection_outbox (
  id               bigint generated always as identity primary key,
  deal_id          bigint not null,
  failures         integer not null default 0,
  next_attempt_at  timestamptz
);

create function queue_projection() returns trigger language plpgsql as $$
begin
  if exists (select from landing_link where target is not null) then
    insert into projection_outbox (deal_id) select distinct deal_id from changed;
  end if;
  return null;
end
$$;

create trigger mirror_insert after insert on express_course_sales
  referencing new table as changed for each statement execute function queue_projection();
create trigger mirror_update after update on express_course_sales
  referencing new table as changed for each statement execute function queue_projection();
create trigger mirror_delete after delete on express_course_sales
  referencing old table as changed for each statement execute function queue_projection();
create trigger mirror_insert after insert on main_product_sales
  referencing new table as changed for each statement execute function queue_projection();
create trigger mirror_update after update on main_product_sales
  referencing new table as changed for each statement execute function queue_projection();
create trigger mirror_delete after delete on main_product_sales
  referencing old table as changed for each statement execute function queue_projection();

-- Which deal a landing lead became and how we know: a match is only ever replaced by a better one (id, phone, e-mail).
create table landing_matches (
  lead_id     text primary key references landing_leads (id) on delete cascade,
  deal_id     bigint,
  matched_by  text check (matched_by in ('id', 'phone', 'email')),
  matched_at  timestamptz,
  -- What a separate Landing database holds until it is told of this match.
  replaces    bigint,
  told        boolean not null default true,
  -- The CRM was asked for this lead's contacts; not again for some days.
  asked_at    timestamptz,
  check ((deal_id is null) = (matched_by is null))
);
create index landing_matches_untold on landing_matches (lead_id) where not told;
create index landing_leads_newest on landing_leads (created_at, id);

-- The CRM's own names, by GET /api/v4/leads/pipelines.
create table crm_pipelines (
  pipeline_id  bigint primary key,
  name         text not null,
  position     integer not null,
  archived     boolean not null,
  read_at      timestamptz not null
);
create table crm_stages (
  pipeline_id  bigint not null references crm_pipelines (pipeline_id) on delete cascade,
  status_id    bigint not null,
  name         text not null,
  position     integer not null,
  primary key (pipeline_id, status_id)
);
create index if not exists deals_created on deals (created_at);
