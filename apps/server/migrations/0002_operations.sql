-- Operations: how far a running job is, and alarms that are raised once per cause.

alter table sync_runs
  add column progress jsonb,
  -- A running job says that it lives; one that falls silent was killed and is closed as failed.
  add column seen_at timestamptz;
create index sync_runs_running on sync_runs (id) where status = 'running';

create table alarms (
  id            bigint generated always as identity primary key,
  key           text not null,
  source        text not null,
  message       text not null,
  details       jsonb not null default '{}',
  raised        integer not null default 1,
  opened_at     timestamptz not null,
  last_raised_at timestamptz not null,
  closed_at     timestamptz
);
-- One open alarm per cause; its history stays.
create unique index alarms_open on alarms (key) where closed_at is null;
create index alarms_opened on alarms (opened_at desc, id desc);

insert into change_counters (topic) values ('jobs');
