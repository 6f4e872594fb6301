-- Sums of each column of a board, kept as rows change, because adding up a hundred thousand of them for every look is most of its cost. In eight parts, so that
-- people who move different opportunities of one stage seldom wait for each other.
create table stage_totals (
  pipeline_id uuid not null references pipelines (id),
  stage_id uuid not null references stages (id),
  currency text not null,
  part smallint not null check (part between 0 and 7),
  number bigint not null,
  value_minor numeric not null,
  -- Values times their probability in per cent.
  weighted numeric not null,
  primary key (pipeline_id, stage_id, currency, part)
);
alter table stage_totals enable row level security;
create policy stage_totals_read on stage_totals for select to nexus_app using ((select acts_for_network()));
create policy stage_totals_worker on stage_totals to nexus_worker using (true) with check (true);
grant select on stage_totals to nexus_app, nexus_worker;

create function add_to_stage_totals() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- In the order of the key, so that two who change the same columns wait and do not block each other for good.
  if tg_op = 'INSERT' then
    insert into stage_totals as t
      select pipeline_id, stage_id, currency, (hashtext(id::text) & 7)::smallint, count(*), sum(value_minor), sum(value_minor * probability)
      from added group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (pipeline_id, stage_id, currency, part) do update
        set number = t.number + excluded.number, value_minor = t.value_minor + excluded.value_minor, weighted = t.weighted + excluded.weighted;
  else
    insert into stage_totals as t
      select pipeline_id, stage_id, currency, part, sum(sign), sum(sign * value_minor), sum(sign * value_minor * probability)
      from (
        select n.pipeline_id, n.stage_id, n.currency, (hashtext(n.id::text) & 7)::smallint as part, 1 as sign, n.value_minor, n.probability
          from added n join removed o on o.id = n.id
          where (n.stage_id, n.currency, n.value_minor, n.probability) is distinct from (o.stage_id, o.currency, o.value_minor, o.probability)
        union all
        select o.pipeline_id, o.stage_id, o.currency, (hashtext(o.id::text) & 7)::smallint, -1, o.value_minor, o.probability
          from added n join removed o on o.id = n.id
          where (n.stage_id, n.currency, n.value_minor, n.probability) is distinct from (o.stage_id, o.currency, o.value_minor, o.probability)
      ) change group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (pipeline_id, stage_id, currency, part) do update
        set number = t.number + excluded.number, value_minor = t.value_minor + excluded.value_minor, weighted = t.weighted + excluded.weighted;
  end if;
  return null;
end $$;
create trigger opportunities_added_up after insert on opportunities referencing new table as added
  for each statement execute function add_to_stage_totals();
create trigger opportunities_added_up_again after update on opportunities referencing new table as added old table as removed
  for each statement execute function add_to_stage_totals();

insert into stage_totals
  select pipeline_id, stage_id, currency, (hashtext(id::text) & 7)::smallint, count(*), sum(value_minor), sum(value_minor * probability)
  from opportunities group by 1, 2, 3, 4;
drop index opportunities_totals;
create index opportunities_of_owner_totals on opportunities (owner_id, pipeline_id, stage_id) include (currency, value_minor, probability, partner_id);
drop index opportunities_of_owner;
