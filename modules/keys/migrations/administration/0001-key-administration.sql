-- What officers do with keys. Apart from the keys themselves, because its policies ask who holds which office.

create table key_rotations (
  id uuid primary key,
  -- The nil id is the system's own space.
  space_id uuid not null,
  state text not null constraint key_rotations_state check (state in ('running', 'done', 'failed')),
  -- The key that replaces the others, once there is one.
  key_version integer,
  objects_done bigint not null default 0,
  objects_total bigint not null default 0,
  requested_by uuid not null,
  requested_at timestamptz not null,
  finished_at timestamptz
);
create unique index key_rotations_one_running on key_rotations (space_id) where state = 'running';
alter table key_rotations enable row level security;
create policy key_rotations_officer on key_rotations to nexus_app
  using (has_role('officer')) with check (has_role('officer') and requested_by = current_person_id() and state = 'running');
create policy key_rotations_worker on key_rotations to nexus_worker using (true) with check (true);
grant select, insert on key_rotations to nexus_app;
grant select, update on key_rotations to nexus_worker;

-- Nothing of a space on hold is destroyed. The reason is sealed.
create table legal_holds (
  space_id uuid primary key,
  reason bytea not null,
  set_by uuid not null,
  set_at timestamptz not null
);
alter table legal_holds enable row level security;
create policy legal_holds_officer on legal_holds to nexus_app
  using (has_role('officer')) with check (has_role('officer') and set_by = current_person_id());
create policy legal_holds_worker on legal_holds to nexus_worker using (true) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select, insert, delete on legal_holds to nexus_app;
grant select, update (reason) on legal_holds to nexus_worker;
call guard_sealed_columns('legal_holds', 'reason');

create table space_erasures (
  id uuid primary key,
  space_id uuid not null,
  state text not null constraint space_erasures_state check (state in ('requested', 'approved', 'running', 'done', 'cancelled')),
  reason bytea not null,
  requested_by uuid not null,
  requested_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  not_before timestamptz,
  cancelled_by uuid,
  finished_at timestamptz,
  -- Sealed JSON.
  certificate bytea,
  -- Two different officers, whatever the service believes.
  constraint space_erasures_two_officers check (approved_by <> requested_by),
  constraint space_erasures_approved check ((state in ('approved', 'running', 'done')) <= (approved_by is not null and not_before is not null)),
  constraint space_erasures_waits check (not_before >= approved_at),
  constraint space_erasures_certified check ((state = 'done') = (certificate is not null)),
  constraint space_erasures_not_of_the_system check (space_id <> '00000000-0000-0000-0000-000000000000')
);
create unique index space_erasures_one_open on space_erasures (space_id) where state in ('requested', 'approved', 'running', 'done');
alter table space_erasures enable row level security;
create policy space_erasures_read on space_erasures for select to nexus_app using (has_role('officer'));
create policy space_erasures_request on space_erasures for insert to nexus_app
  with check (has_role('officer') and requested_by = current_person_id() and state = 'requested');
create policy space_erasures_decide on space_erasures for update to nexus_app
  using (has_role('officer') and state in ('requested', 'approved'))
  with check (has_role('officer') and (
    (state = 'approved' and approved_by = current_person_id()) or (state = 'cancelled' and cancelled_by = current_person_id())));
create policy space_erasures_worker on space_erasures to nexus_worker using (true) with check (true);
grant select, insert on space_erasures to nexus_app;
grant update (state, approved_by, approved_at, not_before, cancelled_by, finished_at) on space_erasures to nexus_app;
grant select on space_erasures to nexus_worker;
grant update (state, finished_at, certificate, reason) on space_erasures to nexus_worker;
call guard_sealed_columns('space_erasures', 'reason', 'certificate');

-- Between the approval and the end of the delay only its state moves, and never to `running` while a hold is on.
create function guard_erasure() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.state = 'running' and old.state <> 'running' then
    perform pg_advisory_xact_lock(hashtextextended('nexus.hold.' || new.space_id, 0));
    if old.state <> 'approved' or now() < old.not_before then
      raise exception 'an erasure waits for its second officer and for its delay' using errcode = 'restrict_violation';
    end if;
    if exists (select from legal_holds where space_id = new.space_id) then
      raise exception 'the space is on hold' using errcode = 'restrict_violation';
    end if;
  end if;
  if new.space_id <> old.space_id or new.requested_by <> old.requested_by
     or (old.approved_by is not null and (new.approved_by, new.not_before) is distinct from (old.approved_by, old.not_before)) then
    raise exception 'what officers signed does not change' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger space_erasures_guard before update on space_erasures for each row execute function guard_erasure();

create function lock_hold() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.hold.' || new.space_id, 0));
  return new;
end $$;
create trigger legal_holds_in_turn before insert on legal_holds for each row execute function lock_hold();

-- Keys and their age for officers: ids and times, never a key.
create function list_space_keys()
  returns table (space_id uuid, key_version integer, key_id bytea, state text, created_at timestamptz, retired_at timestamptz, erased_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select k.space_id, k.key_version, k.key_id, k.state, k.created_at, k.retired_at, k.erased_at from space_keys k where has_role('officer') $$;
grant execute on function list_space_keys() to nexus_app;
