-- People change their own name, language and time zone, and nothing else of their row: a policy for updates of one's own row would
-- let them change their state too, and a grant on these columns would let administrators rename others. Null leaves a field as it is.
create function update_own_profile(person_name bytea, person_locale text, person_time_zone text, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update people set name = coalesce(person_name, name), locale = coalesce(person_locale, locale),
      time_zone = coalesce(person_time_zone, time_zone), version = version + 1, updated_at = at
    where id = current_person_id() and kind = 'member' and state = 'active';
  return found;
end $$;
grant execute on function update_own_profile(bytea, text, text, timestamptz) to nexus_app;
