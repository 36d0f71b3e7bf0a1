-- The AmoCRM REST side: one pace and one stop for all processes, rotating tokens, refused webhooks.

-- One row that every request passes. AmoCRM counts requests per integration, not per process of ours.
create table amocrm_gate (
  id              smallint primary key default 1 check (id = 1),
  -- The next free slot of the shared pace; a 429 moves it into the future for everybody.
  next_at         timestamptz not null default now(),
  excess          integer not null default 0,
  excess_at       timestamptz,
  -- AmoCRM's standing refusal: nobody asks before probe_at, and then one request only.
  refusal         text check (refusal in ('unauthorized', 'unpaid', 'blocked')),
  refusal_status  integer,
  refusal_answer  text,
  refused_since   timestamptz,
  probe_at        timestamptz,
  probes          integer not null default 0,
  answered_at     timestamptz,
  failed_at       timestamptz,
  failure         text,
  check ((refusal is null) = (refused_since is null)),
  check ((refusal is null) = (probe_at is null))
);
insert into amocrm_gate default values;

-- The OAuth pair, sealed with ENCRYPTION_KEY. A refresh token works once: this row is its only home.
create table amocrm_tokens (
  id                 smallint primary key default 1 check (id = 1),
  -- SHA-256 of every AMOCRM_REFRESH_TOKEN this row ever started from: only one not seen before is a new start.
  seeds              bytea[] not null,
  access_token       text,
  refresh_token      text not null,
  access_expires_at  timestamptz,
  refreshed_at       timestamptz
);

-- Webhook calls with a wrong secret, by hour: a wrong address in AmoCRM, or somebody trying.
create table webhook_refusals (
  endpoint  text not null,
  hour      timestamptz not null,
  refused   bigint not null,
  last_at   timestamptz not null,
  primary key (endpoint, hour)
);
