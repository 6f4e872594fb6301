-- Everybody active, for owners of a space who look for a colleague to add. Who may ask is decided by the module that asks; names stay sealed.
create function active_people() returns table (id uuid, name bytea, email bytea, roles text[])
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.id, p.name, p.email, array(select r.role from person_roles r where r.person_id = p.id order by r.role)
    from people p where p.state = 'active' and p.kind = 'member' and current_person_id() is not null;
  $$;
revoke execute on function active_people() from public;
grant execute on function active_people() to nexus_app;
