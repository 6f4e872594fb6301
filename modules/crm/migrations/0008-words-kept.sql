-- The words of an opportunity as they are compared: parsing a name anew for every row that a list passes over costs a hundred times what comparing does.
alter table opportunities add column search_words tsvector not null default '';

create or replace function follow_stage() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.stage_id is distinct from old.stage_id then
    select outcome into new.outcome from stages where id = new.stage_id;
    new.closed_at := case when new.outcome = 'open' then null else coalesce(new.closed_at, new.stage_since) end;
  end if;
  new.search_key := plain_words(new.name || ' ' || new.customer_name);
  new.search_words := to_tsvector('simple', new.search_key);
  return new;
end $$;
update opportunities set search_words = to_tsvector('simple', search_key);
drop index opportunities_searched;
create index opportunities_searched on opportunities using gin (search_words);
