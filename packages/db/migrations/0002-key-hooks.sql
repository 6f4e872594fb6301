-- What modules say of their sealed columns. By itself nothing replaces keys; the module that does puts its own bodies in the place of these.
create function is_rotating(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return false;
grant execute on function is_rotating(uuid) to nexus_worker;

create procedure guard_sealed_columns(target regclass, variadic names text[])
  language plpgsql as $$
begin
  null;
end $$;
