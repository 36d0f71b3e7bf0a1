-- A person's own decision about a deal: it outranks every rule until it is taken back.
create table manual_assignments (
  lead_id      bigint primary key,
  team_id      integer not null references traffic_teams (id),
  reason       text not null,
  assigned_by  text not null,
  assigned_at  timestamptz not null
);

-- A version is a set of rules. A rule is never changed and keeps its id in every version that has it, so a
-- receipt stands as long as its rule does, and undoing a version can point back to the receipts before it.
create table rule_version_rules (
  version  integer not null references rule_versions (version) on delete cascade,
  rule_id  integer not null references attribution_rules (id),
  primary key (version, rule_id)
);
insert into rule_version_rules (version, rule_id) select version, id from attribution_rules;
alter table attribution_rules drop column version;
alter table attribution_rules
  add unique nulls not distinct (team_id, field, operator, value, strength, valid_from, valid_to);

alter table rule_versions
  alter column applied_at drop not null,
  alter column applied_at drop default,
  add column state text not null default 'applied' check (state in ('draft', 'applying', 'applied', 'undone', 'discarded')),
  -- Counts the edits of a draft: a preview of an earlier revision is stale.
  add column revision integer not null default 0;
create unique index rule_versions_next on rule_versions ((true)) where state in ('draft', 'applying');

-- The version that decides now: one row. Written only under the exclusive rules lock.
create table rules_in_force (
  singleton  boolean primary key default true check (singleton),
  version    integer not null references rule_versions (version)
);
insert into rules_in_force (version) select max(version) from rule_versions having max(version) is not null;

-- One preview, apply or undo: decides facts by `version` beside the ones in force, page by page.
create table rule_runs (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('preview', 'apply', 'undo')),
  version       integer not null,
  revision      integer not null,
  base_version  integer not null references rule_versions (version),
  state         text not null default 'staging' check (state in ('staging', 'done', 'failed', 'cancelled')),
  -- Facts whose rows were written by this transaction or later are decided again before the switch.
  since_xid     text,
  -- The transaction that switched and the first one that may have written after it: what an undo starts from.
  switch_xid    text,
  switched_since_xid text,
  -- The last staged id by kind of fact; an interrupted run goes on behind it.
  cursors       jsonb not null default '{}',
  summary       jsonb,
  error         text,
  requested_by  text not null,
  requested_at  timestamptz not null,
  finished_at   timestamptz
);
create unique index rule_runs_switching on rule_runs ((true)) where state = 'staging' and kind <> 'preview';

-- What a run moves: the receipt a sale or lead has and the one it gets.
create table rule_moves (
  run_id               bigint not null references rule_runs (id) on delete cascade,
  kind                 text not null check (kind in ('sale', 'lead')),
  fact_id              bigint not null,
  from_attribution_id  bigint not null,
  to_attribution_id    bigint,
  from_team_id         integer,
  to_team_id           integer,
  basis                text not null,
  reason               text,
  primary key (run_id, kind, fact_id)
);
create table rule_spend_moves (
  run_id        bigint not null references rule_runs (id) on delete cascade,
  account_id    text not null,
  ad_id         text not null,
  day           date not null,
  from_team_id  integer,
  from_basis    text not null,
  to_team_id    integer,
  to_basis      text not null,
  primary key (run_id, account_id, ad_id, day)
);

-- The landing page's own key of a touch: rules on `landing_source` look at it.
alter table touches add column landing_source text;
update touches t set landing_source = l.source from landing_leads l where t.origin = 'lead:' || l.id;
