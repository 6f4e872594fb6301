-- How many people come in with a password of this server and nothing more: numbers alone, for the check of that safeguard.
create function count_second_steps() returns table (people integer, without_second_step integer, duties_without integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select count(*)::integer, count(*) filter (where not has_second_step)::integer, count(*) filter (where not has_second_step and has_duty)::integer
    from (
      select exists (select from second_factors f where f.person_id = p.id and f.confirmed_at is not null) as has_second_step,
        exists (select from person_roles r where r.person_id = p.id) as has_duty
      from people p join credentials c on c.person_id = p.id
      where p.state = 'active' and p.kind = 'member'
        and ((select passwords_for from password_rules) = 'everyone' or p.id in (select person_id from break_glass_people))) as with_password
  $$;
revoke execute on function count_second_steps() from public;
grant execute on function count_second_steps() to nexus_worker;
