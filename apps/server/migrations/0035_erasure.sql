-- Erasure of a person: what was erased stays so, whatever is read or replayed later.

-- Secrets of our own making, sealed with ENCRYPTION_KEY; the key of the digests below is one.
create table sealed_secrets (
  name        text primary key,
  sealed      text not null,
  updated_at  timestamptz not null
);

create table erasures (
  id         bigint generated always as identity primary key,
  person_id  bigint not null,
  erased_by  text not null,
  reason     text not null,
  erased_at  timestamptz not null,
  -- How many rows of which table were changed.
  counts     jsonb not null default '{}'
);

-- Whose data came by these forms, deals and lessons is erased: `lead:<id>`, `deal:<id>`, `tripwire:<id>`.
create table erased_origins (
  origin      text primary key,
  erasure_id  bigint not null references erasures (id)
);
-- A keyed digest of each phone and e-mail: whoever comes with one again is known, and nobody can be found by it.
create table erased_keys (
  digest      bytea primary key,
  erasure_id  bigint not null references erasures (id)
);

-- A delivery may outlive its body: the hash stays as the proof of what came.
alter table webhook_deliveries
  add column body_removed_at timestamptz,
  add column body_removed_for text check (body_removed_for in ('retention', 'erasure')),
  add check ((body_removed_at is null) = (body_removed_for is null));
create index webhook_deliveries_with_body on webhook_deliveries (received_at) where body_removed_at is null;
