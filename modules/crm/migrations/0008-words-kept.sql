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

-- Under a policy PostgreSQL looks rows up by plain comparisons alone: what an operator such as `@@` says could otherwise tell of rows that the reader may not
-- see. So the index is asked past the policies, for ids, and every one of them is read again under the reader's own.
create function opportunities_with_words(of_pipeline uuid, query text) returns setof uuid
  language sql stable security definer rows 200 set search_path = pg_catalog, public, pg_temp
  as $$ select id from opportunities where search_words @@ to_tsquery('simple', query) and pipeline_id = of_pipeline $$;
grant execute on function opportunities_with_words(uuid, text) to nexus_app, nexus_worker;

-- Currency and product line let through so much that they have no index of their own, and may lie anywhere in an order: they stand at its end, too.
drop index opportunities_by_update, opportunities_by_creation, opportunities_by_name, opportunities_by_customer_name, opportunities_by_value,
  opportunities_by_probability, opportunities_by_close, opportunities_by_stage_since, opportunities_of_line;
create index opportunities_by_update on opportunities (pipeline_id, updated_at, id, stage_id, outcome, currency, product_line);
create index opportunities_by_creation on opportunities (pipeline_id, created_at, id, stage_id, outcome, currency, product_line);
create index opportunities_by_name on opportunities (pipeline_id, lower(name) collate "C", id, stage_id, outcome, currency, product_line);
create index opportunities_by_customer_name on opportunities (pipeline_id, lower(customer_name) collate "C", id, stage_id, outcome, currency, product_line);
create index opportunities_by_value on opportunities (pipeline_id, value_minor, id, stage_id, outcome, currency, product_line);
create index opportunities_by_probability on opportunities (pipeline_id, probability, id, stage_id, outcome, currency, product_line);
create index opportunities_by_close on opportunities (pipeline_id, expected_close, id, stage_id, outcome, currency, product_line);
create index opportunities_by_stage_since on opportunities (pipeline_id, stage_since, id, stage_id, outcome, currency, product_line);
