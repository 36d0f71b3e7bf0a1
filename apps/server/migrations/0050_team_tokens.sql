-- A token of one team: its holder sees that team's rows and nothing else. With an owner it is a targetologist's own token,
-- and lives no longer than that person's place in the team.
alter table api_tokens
  drop constraint api_tokens_scope_check,
  add column team_id  integer references traffic_teams (id),
  add column owner_id text references users (id) on delete cascade,
  add constraint api_tokens_scope_check check (scope in ('admin', 'read', 'leads:write', 'team:read')),
  add constraint api_tokens_team check ((scope = 'team:read') = (team_id is not null)),
  add constraint api_tokens_owner check (owner_id is null or scope = 'team:read');
create index api_tokens_of_owner on api_tokens (owner_id) where owner_id is not null;
