-- Which state of a day of traffic_sales_stats this is. Processes keep such days in memory as columns and ask, with every question,
-- whether they are still of this version. By triggers: no way of writing the roll-up can forget it.
create table utm_versions (
  basis    text not null,
  date     date not null,
  version  bigint not null,
  primary key (basis, date)
);
create sequence utm_versions_given;

create function give_utm_versions() returns trigger language plpgsql as $$
begin
  insert into utm_versions (basis, date, version)
  select basis, date, nextval('utm_versions_given') from (select distinct basis, date from changed_rows) as days
  on conflict (basis, date) do update set version = excluded.version;
  return null;
end
$$;
create trigger versions_insert after insert on traffic_sales_stats
  referencing new table as changed_rows for each statement execute function give_utm_versions();
create trigger versions_delete after delete on traffic_sales_stats
  referencing old table as changed_rows for each statement execute function give_utm_versions();

-- By hand only; the day of a row moves from one version to two.
create function give_all_utm_versions() returns trigger language plpgsql as $$
begin
  insert into utm_versions (basis, date, version)
  select basis, date, nextval('utm_versions_given')
  from (select basis, date from utm_versions union select basis, date from traffic_sales_stats) as days
  on conflict (basis, date) do update set version = excluded.version;
  return null;
end
$$;
create trigger versions_update after update on traffic_sales_stats
  for each statement execute function give_all_utm_versions();
create trigger versions_truncate after truncate on traffic_sales_stats
  for each statement execute function give_all_utm_versions();

insert into utm_versions (basis, date, version)
select basis, date, nextval('utm_versions_given') from (select distinct basis, date from traffic_sales_stats) as days;
