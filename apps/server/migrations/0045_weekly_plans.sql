-- What a team is to bring in a week from Monday, in the academy's currency. ROAS and CPA follow from the three sums.
create table weekly_plans (
  team_id   integer not null references traffic_teams (id),
  week      date not null check (extract(isodow from week) = 1),
  revenue   numeric not null check (revenue >= 0),
  sales     integer not null check (sales >= 0),
  spend     numeric not null check (spend >= 0),
  currency  text not null,
  saved_by  text not null,
  saved_at  timestamptz not null,
  primary key (team_id, week)
);
create index weekly_plans_week on weekly_plans (week);
