-- What is told back to Meta. One row for each event that ever was: the ledger by which none is sent twice.
create table conversion_events (
  id          bigint generated always as identity primary key,
  -- What happened, once: 'purchase:<deal>' or 'stage:<deal>:<pipeline>:<stage>'.
  event_key   text not null unique,
  kind        text not null check (kind in ('purchase', 'stage')),
  lead_id     bigint not null,
  event_name  text not null,
  event_time  timestamptz not null,
  -- pending -> claimed (committed before the request) -> sent, refused, in_doubt. From in_doubt only a person leads on.
  state       text not null default 'pending' check (state in ('pending', 'claimed', 'sent', 'refused', 'in_doubt')),
  -- Why it waits, was refused or is in doubt.
  reason      text,
  details     jsonb not null default '{}',
  due_at      timestamptz not null,
  -- Events of a refused batch, halved until the bad one stands alone; null = goes with whatever is due.
  batch       bigint,
  claim_id    uuid,
  claimed_at  timestamptz,
  attempts    integer not null default 0,
  dataset_id  text,
  test_code   text,
  api_version text,
  -- By what Meta could find the person: fbc, em, ph, lead_id.
  matched_by  text[] not null default '{}',
  value       numeric,
  currency    text,
  trace       text,
  settled_at  timestamptz,
  decided_by  text,
  created_at  timestamptz not null default now(),
  check ((state = 'claimed') <= (claim_id is not null and claimed_at is not null))
);
create index conversion_events_due on conversion_events (due_at, id) where state = 'pending';
create index conversion_events_claimed on conversion_events (claimed_at) where state = 'claimed';
create index conversion_events_state on conversion_events (state, id desc);
create sequence conversion_batches;

-- Shared by all processes: until when nobody sends and why, and up to which fact stages were collected.
create table conversion_gate (
  one           boolean primary key default true check (one),
  paused_until  timestamptz,
  reason        text,
  collected_to  bigint not null default 0
);
insert into conversion_gate default values;

-- What the person ticked on the landing page; null = it did not say.
alter table landing_leads add column marketing_consent boolean;
