-- Chats that the bot writes to. One is made known by a one-time code sent to the bot, or by TELEGRAM_CHAT_IDS.
create table telegram_chats (
  id              bigint generated always as identity primary key,
  chat_id         text not null unique,
  title           text not null default '',
  -- Null = everybody's figures; else the sales, reports and alarms of this team only.
  team_id         integer references traffic_teams (id),
  language        text not null check (language in ('ru', 'kk', 'en')),
  origin          text not null check (origin in ('code', 'environment')),
  sale_notices    boolean not null default true,
  lead_notices    boolean not null default false,
  reports         boolean not null default true,
  alerts          boolean not null default true,
  created_at      timestamptz not null,
  -- Switched off by a person; gone for good until a new code; refused by Telegram (403).
  disabled_at     timestamptz,
  removed_at      timestamptz,
  blocked_at      timestamptz,
  last_answer     text,
  last_answer_at  timestamptz
);

-- The code itself is shown once; we keep its SHA-256.
create table telegram_codes (
  id          bigint generated always as identity primary key,
  code_hash   bytea not null unique,
  team_id     integer references traffic_teams (id),
  language    text not null check (language in ('ru', 'kk', 'en')),
  created_by  text not null,
  created_at  timestamptz not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  used_by     text
);

-- One row: who reads what people write to the bot, and how far. One process at a time holds the lease.
create table telegram_inbox (
  one             boolean primary key default true check (one),
  next_update_id  bigint not null default 0,
  lease_owner     text,
  lease_until     timestamptz,
  bot_name        text,
  polled_at       timestamptz,
  failure         text,
  failed_at       timestamptz
);
insert into telegram_inbox (one) values (true);

-- `claimed_at` stays when a process dies between sending and writing the answer down: such a message is in doubt.
alter table notifications
  add column claimed_at timestamptz,
  drop constraint notifications_state_check,
  add constraint notifications_state_check check (state in ('pending', 'sent', 'failed', 'cancelled', 'in_doubt'));
create index notifications_of_alarms on notifications (sent_at) where kind = 'alarm';
create index notifications_of_chat on notifications (chat_id, id desc);

-- Whether the opening and the end of an alarm were handed to the outbox.
alter table alarms
  add column told_at timestamptz,
  add column told_over_at timestamptz;
-- What was open or over before there were messages of alarms is no news.
update alarms set told_at = opened_at, told_over_at = closed_at;
create index alarms_untold on alarms (id) where told_at is null or (told_over_at is null and closed_at is not null);
create index alarms_of_key on alarms (key, id desc);
