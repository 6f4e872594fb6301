-- Keys that are replaced (`retired`: they still open what they sealed) and destroyed (`erased`).
alter table space_keys add column retired_at timestamptz;
alter table space_keys add column erased_at timestamptz;
-- Transactions that ran when the key was retired may still write under it; the key is destroyed when all of them have ended.
alter table space_keys add column horizon bigint;
create index space_keys_by_key_id on space_keys (key_id);

-- A job retires and destroys keys, and wraps all of them anew for a new root key. A key that was destroyed stays so, and none goes back.
create function guard_key_states() returns trigger language plpgsql as $$
begin
  if new.space_id <> old.space_id or new.key_version <> old.key_version or new.key_id <> old.key_id
     or array_position(array['active', 'retired', 'erased'], new.state) < array_position(array['active', 'retired', 'erased'], old.state) then
    raise exception 'a key keeps its name and goes one way: active, retired, erased' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger space_keys_go_one_way before update on space_keys for each row execute function guard_key_states();
create policy space_keys_changed on space_keys for update to nexus_worker using (true) with check (true);
grant update (state, wrapped_key, retired_at, erased_at, horizon) on space_keys to nexus_worker;

-- Whether a space has a key that waits to be destroyed. Policies open rows of the system's own space to the job that re-seals them, for that time only.
create function is_rotating(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from space_keys where space_id = wanted and state = 'retired');
grant execute on function is_rotating(uuid) to nexus_worker;

-- Refuses what was sealed under a key that is destroyed: a writer who took the key before would else lose what it writes. A writer under a retired key
-- holds its row until the commit, so that the key is not destroyed in between.
create function refuse_erased_keys() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  used bytea[];
  part bytea[];
  name text;
begin
  foreach name in array tg_argv loop
    execute format(
      'select array_agg(distinct substring(%1$I from case when octet_length(%1$I) = 16 then 1 else 5 end for 16)) from written where octet_length(%1$I) >= 16', name)
      into part;
    used := used || part;
  end loop;
  if used is null then return null; end if;
  perform 1 from space_keys where key_id = any(used) and state = 'retired' for share;
  if exists (select from space_keys where key_id = any(used) and state = 'erased') then
    raise exception 'sealed under a key that was destroyed' using errcode = 'serialization_failure', table = tg_table_name;
  end if;
  return null;
end $$;

-- For migrations: names the columns of a table that hold sealed bytes, or ids (16 bytes) of the keys that sealed what lies elsewhere.
create procedure guard_sealed_columns(target regclass, variadic names text[])
  language plpgsql as $$
declare
  arguments text := (select string_agg(quote_literal(name), ', ') from unnest(names) as name);
begin
  execute format('create trigger refuse_erased_keys_inserted after insert on %s referencing new table as written for each statement execute function refuse_erased_keys(%s)', target, arguments);
  execute format('create trigger refuse_erased_keys_updated after update on %s referencing new table as written for each statement execute function refuse_erased_keys(%s)', target, arguments);
end $$;

-- What the key table and unseal.json were when all was well.
create table key_state (
  only_row boolean primary key default true constraint key_state_one_row check (only_row),
  -- Number of the last change of the unseal methods: an older file that is put back is recognised.
  unseal_revision bigint not null,
  -- When all keys opened for the last time: a backup from then is good.
  verified_at timestamptz not null
);
alter table key_state enable row level security;
create policy key_state_worker on key_state to nexus_worker using (true) with check (true);
grant select, insert, update on key_state to nexus_worker;

-- Self-tests of sealing, kept as evidence.
create table self_tests (
  id uuid primary key,
  name text not null,
  outcome text not null constraint self_tests_outcome check (outcome in ('passed', 'failed')),
  detail jsonb not null,
  ran_at timestamptz not null
);
create index self_tests_by_name on self_tests (name, ran_at desc);
alter table self_tests enable row level security;
create policy self_tests_worker on self_tests to nexus_worker using (true) with check (true);
grant select, insert, delete on self_tests to nexus_worker;

-- One sealed text that the self-test looks for, in the clear, in everything that lies on the disk.
create table self_test_canaries (
  id uuid primary key,
  content bytea not null
);
alter table self_test_canaries enable row level security;
create policy self_test_canaries_worker on self_test_canaries to nexus_worker using (true) with check (true);
grant select, insert, update, delete on self_test_canaries to nexus_worker;
call guard_sealed_columns('self_test_canaries', 'content');
