-- What the rules found, one open row for each situation, and what a person made of it.
create table recommendations (
  id            bigint generated always as identity primary key,
  rule          text not null,
  -- Null: of no team.
  team_id       integer references traffic_teams (id),
  -- The ad object it is about, '' for the team itself: data of others, never instructions.
  subject       text not null,
  -- What it stands on: facts with period, n, expected range (AdviceFinding of the server).
  evidence      jsonb not null,
  -- Checked words of a model by language, with names of facts where figures go; null = none.
  explanation   jsonb,
  position      integer not null,
  state         text not null default 'open' check (state in ('open', 'accepted', 'hidden', 'gone')),
  created_at    timestamptz not null,
  seen_at       timestamptz not null,
  decided_at    timestamptz,
  decided_by    text,
  reason        text,
  outcomes      jsonb not null default '[]',
  check ((state in ('accepted', 'hidden')) = (decided_at is not null)),
  check ((decided_at is null) = (decided_by is null))
);
create unique index recommendations_open on recommendations (rule, coalesce(team_id, 0), subject) where state = 'open';
create index recommendations_team on recommendations (team_id, state, id desc);

-- When the rules last looked at a team (0: at what belongs to no team), and which of them had to keep silent.
create table recommendation_runs (
  team_id   integer primary key,
  ran_at    timestamptz not null,
  withheld  jsonb not null
);
