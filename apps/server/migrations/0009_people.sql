-- References that hold by construction: receipts, rules, versions and teams are only ever added, and a fact gets its
-- receipt in the transaction that stores it. Checked row by row they are more than half of a re-derivation's writing
-- (bench/attribution.ts).
alter table attributions
  drop constraint attributions_team_id_fkey,
  drop constraint attributions_rule_id_fkey,
  drop constraint attributions_rule_version_fkey;
alter table all_sales_tracking drop constraint all_sales_tracking_attribution_id_fkey;
alter table traffic_leads drop constraint traffic_leads_attribution_id_fkey;

-- Who said which key: a lead's form, a deal's contact. A person is the connected set of these over keys that join;
-- the partition depends on what was said, never on the order in which it came.
create table person_origins (
  origin     text primary key,
  person_id  bigint not null references people (id),
  name       text
);
create index person_origins_person on person_origins (person_id);
create table person_claims (
  origin  text not null references person_origins (origin) on delete cascade,
  kind    text not null check (kind in ('phone', 'email')),
  value   text not null,
  -- False after an undone merge: what this origin says no longer connects it by this key.
  joins   boolean not null default true,
  primary key (origin, kind, value)
);
create index person_claims_key on person_claims (kind, value);

-- Two persons turned out to be one. Undoing separates `from_origins` again, for good.
create table person_merges (
  id               bigint generated always as identity primary key,
  at               timestamptz not null,
  into_person_id   bigint not null,
  from_person_id   bigint not null,
  from_origins     text[] not null,
  undone_at        timestamptz,
  undone_by        text
);

-- Persons whose leads and sales must be decided again: they were joined or separated.
create table people_to_settle (
  person_id  bigint primary key,
  queued_at  timestamptz not null default now()
);

-- What was known before: everybody's leads and deals, each with all keys of its person.
insert into person_origins (origin, person_id, name)
select 'lead:' || l.source_id, l.person_id, p.name from traffic_leads l join people p on p.id = l.person_id
union all
select 'deal:' || d.lead_id, d.person_id, p.name from deals d join people p on p.id = d.person_id;
insert into person_claims (origin, kind, value)
select o.origin, k.kind, k.value from person_origins o join person_keys k on k.person_id = o.person_id;

-- Users of the Tripwire lessons, as read from that database; their persons are in person_origins (`tripwire:<id>`).
create table tripwire_users (
  id              text primary key,
  name            text,
  email           text,
  phone           text,
  created_at      timestamptz not null,
  lessons_done    integer not null default 0,
  last_lesson_at  timestamptz,
  read_at         timestamptz not null
);
create index tripwire_users_newest on tripwire_users (created_at, id);
