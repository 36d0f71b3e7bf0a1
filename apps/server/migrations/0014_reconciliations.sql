-- What a comparison of the ledger with the CRM found and mended.
create table reconciliations (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('hourly', 'nightly', 'manual')),
  -- Deals that changed in the CRM in this time, and our sales of it, were compared.
  compared_from timestamptz not null,
  compared_to   timestamptz not null,
  state         text not null default 'running' check (state in ('running', 'done', 'failed')),
  started_at    timestamptz not null,
  -- A running comparison says that it lives; a silent one was killed and makes room for the next.
  seen_at       timestamptz not null,
  finished_at   timestamptz,
  checked       integer,
  -- {total, deals: [{lead_id, fields: [{field, ours, theirs}]}]}, at most 1,000 deals each.
  missing       jsonb,
  different     jsonb,
  extra         jsonb,
  -- Of these, how many still differ after the repair; 0 is what it should be.
  remaining     integer,
  error         text,
  requested_by  text not null
);
-- One comparison at a time, however many processes.
create unique index reconciliations_running on reconciliations ((true)) where state = 'running';
create index reconciliations_newest on reconciliations (id desc) where state = 'done';
create index deals_updated on deals (updated_at);
