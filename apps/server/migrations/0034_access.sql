-- Single-use links (invites, password resets), sign-in tries shared by all processes, and a fuller audit log.

-- Only the SHA-256 of a link's token is kept, taken over its kind as well: a link of one kind is nothing of another.
create table user_links (
  id          bigint generated always as identity primary key,
  kind        text not null check (kind in ('invite', 'reset')),
  token_hash  bytea not null unique,
  -- Whom an invite lets in, and as what.
  email       text,
  role        text check (role in ('admin', 'analyst', 'targetologist')),
  team_id     integer references traffic_teams (id),
  -- Whose password a reset replaces.
  user_id     text references users (id) on delete cascade,
  created_by  text not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  revoked_at  timestamptz,
  check ((kind = 'invite') = (email is not null)),
  check ((kind = 'invite') = (role is not null)),
  check ((kind = 'reset') = (user_id is not null)),
  check (kind <> 'invite' or (role = 'targetologist') = (team_id is not null))
);
-- One open link per person and kind.
create unique index user_links_open_invite on user_links (email)
  where kind = 'invite' and used_at is null and revoked_at is null;
create unique index user_links_open_reset on user_links (user_id)
  where kind = 'reset' and used_at is null and revoked_at is null;

-- Tries of signing in. `key` is a SHA-256: the table shows neither addresses nor e-mails.
create table sign_in_tries (
  key      bytea primary key,
  tries    integer not null,
  ends_at  timestamptz not null
);
create index sign_in_tries_ended on sign_in_tries (ends_at);

-- Which request an act belongs to, and what it changed; secrets never stand here.
alter table audit_log
  add column request_id text,
  add column before jsonb,
  add column after jsonb;
create index audit_log_actor on audit_log (actor, id desc);
create index audit_log_action on audit_log (action, id desc);
create index audit_log_at on audit_log (at);
