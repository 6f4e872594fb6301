-- Where backups go. What names the place (a path, an address, a secret) is sealed with the system's key; the store's own key too.
create table backup_targets (
  id uuid primary key,
  kind text not null check (kind in ('folder', 's3')),
  config bytea not null,
  store_id uuid,
  store_key bytea,
  -- Takes the log as it is written, so that any second can be restored. A disk that is plugged in now and then does not.
  continuous boolean not null,
  loss_seconds integer not null check (loss_seconds between 5 and 3600),
  every_hours integer not null check (every_hours between 1 and 8760),
  keep_days integer not null check (keep_days between 1 and 3650),
  alarm_days integer not null check (alarm_days between 1 and 365),
  drill_days integer not null check (drill_days between 0 and 365),
  state text not null default 'active' check (state in ('active', 'removed')),
  guarantees jsonb,
  problem text,
  problem_since timestamptz,
  shipped_until timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  removed_at timestamptz
);

-- What the server wrote, so that a place that was set back to an earlier state is found out.
create table backup_generations (
  id uuid primary key,
  target_id uuid not null references backup_targets (id),
  sequence integer not null,
  hash bytea not null check (octet_length(hash) = 32),
  taken_at timestamptz not null,
  consistent_at timestamptz not null,
  keep_until timestamptz not null,
  database_bytes bigint not null,
  blobs integer not null,
  blob_bytes bigint not null,
  written_bytes bigint not null,
  state text not null default 'kept' check (state in ('kept', 'pruned')),
  verified_at timestamptz,
  is_whole boolean
);
create index backup_generations_by_target on backup_generations (target_id, taken_at desc);

-- Backups, verifications, drills and prunings: asked for or due, then done by one process at a time.
create table backup_runs (
  id uuid primary key,
  target_id uuid not null references backup_targets (id),
  kind text not null check (kind in ('generation', 'verification', 'drill', 'pruning')),
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  stage text,
  bytes_done bigint not null default 0,
  bytes_total bigint,
  requested_by uuid,
  requested_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  problem text,
  -- Counts and ids; what was asked in a drill stays sealed with its question.
  result jsonb
);
create unique index backup_runs_one_open on backup_runs (target_id, kind) where state in ('queued', 'running');
create index backup_runs_by_time on backup_runs (requested_at desc);

-- Generations that are past their time go when an officer confirmed it, and not before a delay is over. The floor is the database's.
create table backup_prunings (
  id uuid primary key,
  target_id uuid not null references backup_targets (id),
  keep_from integer not null,
  generations integer not null check (generations > 0),
  state text not null default 'asked' check (state in ('asked', 'confirmed', 'done', 'cancelled')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  confirmed_by uuid,
  not_before timestamptz,
  finished_at timestamptz,
  constraint backup_prunings_confirmed check ((state in ('asked', 'cancelled')) or (confirmed_by is not null and not_before is not null))
);
create unique index backup_prunings_one_open on backup_prunings (target_id) where state in ('asked', 'confirmed');

create function ensure_pruning_floor() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (new.target_id <> old.target_id or new.keep_from <> old.keep_from or new.generations <> old.generations) then
    raise exception 'a pruning does not change what it prunes' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and old.state = 'confirmed' and new.not_before is distinct from old.not_before then
    raise exception 'a pruning that was confirmed does not come sooner' using errcode = 'restrict_violation';
  end if;
  if new.state = 'cancelled' then
    return new;
  end if;
  if exists (select from backup_generations g
              where g.target_id = new.target_id and g.sequence < new.keep_from and g.state = 'kept' and g.keep_until > now()) then
    raise exception 'a generation whose time is not over cannot be pruned' using errcode = 'restrict_violation';
  end if;
  if (select count(*) from backup_generations g
       where g.target_id = new.target_id and g.sequence >= new.keep_from and g.state = 'kept') < 3 then
    raise exception 'the three newest generations cannot be pruned' using errcode = 'restrict_violation';
  end if;
  if new.state = 'confirmed' and (tg_op = 'INSERT' or old.state <> 'confirmed') and new.not_before < now() + interval '23 hours' then
    raise exception 'a pruning waits a day' using errcode = 'restrict_violation';
  end if;
  if new.state = 'done' and (old.state <> 'confirmed' or old.not_before > now()) then
    raise exception 'a pruning that is not confirmed or not due cannot be done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger backup_prunings_floor before insert or update on backup_prunings
  for each row execute function ensure_pruning_floor();

-- The time of a generation only grows.
create function ensure_kept() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.keep_until < old.keep_until then
    raise exception 'the time of a backup cannot be shortened' using errcode = 'restrict_violation';
  end if;
  if new.state = 'pruned' and old.state = 'kept' and old.keep_until > now() then
    raise exception 'a generation whose time is not over cannot be pruned' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger backup_generations_kept before update on backup_generations for each row execute function ensure_kept();

-- What a restored copy is asked, and which document has to answer. Asked with the rights of the person who set it.
create table drill_questions (
  id uuid primary key,
  question bytea not null,
  document_id uuid not null,
  created_by uuid not null,
  created_at timestamptz not null
);

-- One process writes backups. Whoever holds this row, as long as it is renewed.
create table backup_leader (
  is_only boolean primary key default true check (is_only),
  holder uuid,
  until timestamptz not null default '-infinity'
);
insert into backup_leader default values;

do $$
declare name text;
begin
  foreach name in array array['backup_targets', 'backup_generations', 'backup_runs', 'backup_prunings', 'drill_questions', 'backup_leader'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
  end loop;
  foreach name in array array['backup_targets', 'backup_generations', 'backup_runs', 'backup_prunings'] loop
    execute format('create policy %I on %I for select to nexus_app using (has_role(''administrator'') or has_role(''officer''))',
      name || '_seen', name);
    execute format('grant select on %I to nexus_app', name);
  end loop;
end $$;
create policy backup_targets_added on backup_targets for insert to nexus_app
  with check (has_role('administrator') and created_by = current_person_id());
create policy backup_targets_changed on backup_targets for update to nexus_app using (has_role('administrator')) with check (has_role('administrator'));
grant insert on backup_targets to nexus_app;
grant update (continuous, loss_seconds, every_hours, keep_days, alarm_days, drill_days, state, removed_at) on backup_targets to nexus_app;
create policy backup_runs_asked on backup_runs for insert to nexus_app
  with check (has_role('administrator') and requested_by = current_person_id() and kind <> 'pruning');
create policy backup_runs_changed on backup_runs for update to nexus_app using (has_role('administrator')) with check (has_role('administrator'));
grant insert on backup_runs to nexus_app;
grant update (state, finished_at) on backup_runs to nexus_app;
create policy backup_prunings_asked on backup_prunings for insert to nexus_app
  with check (has_role('administrator') and asked_by = current_person_id() and state = 'asked');
create policy backup_prunings_changed on backup_prunings for update to nexus_app
  using (has_role('officer') or has_role('administrator'))
  with check (state = 'cancelled' or (state = 'confirmed' and has_role('officer') and confirmed_by = current_person_id()));
grant insert on backup_prunings to nexus_app;
grant update (state, confirmed_by, not_before, finished_at) on backup_prunings to nexus_app;
create policy drill_questions_own on drill_questions to nexus_app
  using (created_by = current_person_id()) with check (created_by = current_person_id());
grant select, insert, delete on drill_questions to nexus_app;

grant select, insert, update on backup_runs, backup_generations to nexus_worker;
grant select, update on backup_targets, backup_leader to nexus_worker;
grant select, update (state, finished_at) on backup_prunings to nexus_worker;
grant select on drill_questions to nexus_worker;
