-- Names are found by the beginnings of their words, without accents, case and punctuation: an index answers that, which for any part of a word none does.
create function plain_words(text) returns text
  language sql immutable parallel safe set search_path = pg_catalog
  as $$ select btrim(regexp_replace(translate(lower($1), 'áàâäãåéèêëíìîïóòôöõúùûüñç', 'aaaaaaeeeeiiiiooooouuuunc'), '[^[:alnum:]]+', ' ', 'g')) $$;
grant execute on function plain_words(text) to nexus_app, nexus_worker;

create or replace function follow_stage() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.stage_id is distinct from old.stage_id then
    select outcome into new.outcome from stages where id = new.stage_id;
    new.closed_at := case when new.outcome = 'open' then null else coalesce(new.closed_at, new.stage_since) end;
  end if;
  new.search_key := plain_words(new.name || ' ' || new.customer_name);
  return new;
end $$;
update opportunities set search_key = plain_words(name || ' ' || customer_name);
drop index opportunities_searched;
create index opportunities_searched on opportunities using gin (to_tsvector('simple', search_key));

update customers set search_key = plain_words(name);
create function follow_customer_name() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.search_key := plain_words(new.name);
  return new;
end $$;
create trigger customers_follow_name before insert or update of name on customers for each row execute function follow_customer_name();
create index customers_searched on customers using gin (to_tsvector('simple', search_key)) where merged_into is null;
