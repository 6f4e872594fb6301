-- A second step of signing in: one secret a person (RFC 6238), sealed, and recovery codes of which only hashes are kept.

create table second_factors (
  person_id uuid primary key references people (id),
  secret bytea not null,
  created_at timestamptz not null,
  -- Null until the person has shown one right code: only then it is asked for.
  confirmed_at timestamptz,
  -- The newest time step whose code was taken; that code and those before it are worth nothing any more.
  last_step bigint not null default 0
);
alter table second_factors enable row level security;
create policy second_factors_self on second_factors to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
grant select, insert, update, delete on second_factors to nexus_app;

create table recovery_codes (
  person_id uuid not null references people (id),
  code_hash bytea not null constraint recovery_codes_hash_size check (octet_length(code_hash) = 32),
  used_at timestamptz,
  primary key (person_id, code_hash)
);
alter table recovery_codes enable row level security;
create policy recovery_codes_self on recovery_codes to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
grant select, insert, update (used_at), delete on recovery_codes to nexus_app;

-- Guesses at codes are counted by person and not by source: six digits are few, and whoever guesses them has the password already.
create function begin_code(code_key bytea, free_failures integer, at timestamptz) returns timestamptz
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    select count_attempt(code_key, free_failures, at);
  $$;
grant execute on function begin_code(bytea, integer, timestamptz) to nexus_app;

create function end_code(code_key bytea, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    update sign_in_attempts set failures = 0, blocked_until = at where key = code_key;
  $$;
grant execute on function end_code(bytea, timestamptz) to nexus_app;

-- For somebody who lost telephone and codes: an administrator takes the second step away and learns nothing of it. Nobody does it for themselves.
create function reset_second_factor(wanted uuid) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not has_role('administrator') or wanted = current_person_id() then
    raise exception 'not allowed' using errcode = 'insufficient_privilege';
  end if;
  delete from recovery_codes where person_id = wanted;
  delete from second_factors where person_id = wanted;
  return found;
end $$;
grant execute on function reset_second_factor(uuid) to nexus_app;
