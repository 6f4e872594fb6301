-- The log in two steps. An action stages its entry in its own transaction: both or neither. One sequencer then gives staged entries
-- their places, without gaps. An entry is its bytes (canonical JSON); every other column is read from those bytes by a trigger, so no
-- writer can say one thing in the bytes and another in the columns. The place of an entry is not in its bytes: it is the index of its leaf.

create table audit_staged (
  id uuid primary key,
  entry bytea not null constraint audit_staged_entry_size check (octet_length(entry) <= 65536),
  recorded_at timestamptz not null,
  actor_kind text not null constraint audit_staged_actor_kind check (actor_kind in ('person', 'system', 'anonymous')),
  actor_person_id uuid,
  actor_session_id uuid,
  action text not null constraint audit_staged_action_form check (action ~ '^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$'),
  outcome text not null constraint audit_staged_outcome check (outcome in ('success', 'denied', 'failed')),
  space_id uuid,
  object_ids uuid[] not null,
  activity_of uuid,
  constraint audit_staged_actor check (
    (actor_kind = 'person') = (actor_person_id is not null) and (actor_kind = 'person') = (actor_session_id is not null))
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_insert_threshold = -1);

create function read_staged_entry() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  claims jsonb := convert_from(new.entry, 'UTF8')::jsonb;
begin
  new.id := (claims ->> 'id')::uuid;
  new.recorded_at := (claims ->> 'time')::timestamptz;
  new.actor_kind := claims #>> '{actor,kind}';
  new.actor_person_id := (claims #>> '{actor,personId}')::uuid;
  new.actor_session_id := (claims #>> '{actor,sessionId}')::uuid;
  new.action := claims ->> 'action';
  new.outcome := claims ->> 'outcome';
  new.space_id := (claims ->> 'spaceId')::uuid;
  new.object_ids := array(select (object ->> 'id')::uuid from jsonb_array_elements(claims -> 'objects') as object);
  -- Whose activity it is: the actor's, or that of the person under whose name somebody unknown tried to sign in.
  new.activity_of := new.actor_person_id;
  if new.actor_kind = 'anonymous' and new.action like 'session.%' then
    new.activity_of := (select (object ->> 'id')::uuid from jsonb_array_elements(claims -> 'objects') as object
                         where object ->> 'kind' = 'person' limit 1);
  end if;
  return new;
end $$;
create trigger audit_staged_read before insert on audit_staged for each row execute function read_staged_entry();
create trigger audit_staged_unchanged before update on audit_staged for each row execute function refuse_change();
create trigger audit_staged_whole before truncate on audit_staged execute function refuse_change();

-- Sequenced entries, in partitions of 2^20 (whole tiles of a Merkle tree), so that retention can drop whole partitions.
create table audit_entries (
  sequence bigint not null constraint audit_entries_sequence_positive check (sequence >= 0),
  leaf_hash bytea not null constraint audit_entries_leaf_hash_length check (octet_length(leaf_hash) = 32),
  id uuid not null,
  entry bytea not null,
  recorded_at timestamptz not null,
  actor_kind text not null,
  actor_person_id uuid,
  actor_session_id uuid,
  action text not null,
  outcome text not null,
  space_id uuid,
  object_ids uuid[] not null,
  activity_of uuid,
  primary key (sequence)
) partition by range (sequence);
create index audit_entries_actor on audit_entries (actor_person_id, sequence) where actor_person_id is not null;
create index audit_entries_activity on audit_entries (activity_of, recorded_at, id) where activity_of is not null;
create index audit_entries_action on audit_entries (action, sequence);
create index audit_entries_space on audit_entries (space_id, sequence) where space_id is not null;
create index audit_entries_recorded on audit_entries (recorded_at);
create index audit_entries_refused on audit_entries (sequence) where outcome <> 'success';
create index audit_entries_objects on audit_entries using gin (object_ids);
create trigger audit_entries_append_only before update or delete on audit_entries for each row execute function refuse_change();
create trigger audit_entries_whole before truncate on audit_entries execute function refuse_change();

-- How many entries the log has: the place of the next one. Stays when retention drops the oldest partitions.
create table audit_head (
  is_only boolean primary key default true constraint audit_head_is_only check (is_only),
  size bigint not null default 0 constraint audit_head_size_positive check (size >= 0)
);
insert into audit_head default values;
create function refuse_shrinking() returns trigger language plpgsql as $$
begin
  if new.size < old.size then
    raise exception 'the audit log cannot shrink' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger audit_head_grows before update on audit_head for each row execute function refuse_shrinking();
create trigger audit_head_stays before delete or truncate on audit_head execute function refuse_change();

-- A staged entry leaves for the log or not at all, whoever deletes it.
create function ensure_sequenced() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  gone_count bigint := (select count(*) from gone);
  oldest bigint := (select size from audit_head) - gone_count;
begin
  if gone_count <> (select count(*) from gone join audit_entries on audit_entries.id = gone.id
                      and audit_entries.entry = gone.entry and audit_entries.sequence >= oldest) then
    raise exception 'a staged audit entry was deleted without being sequenced' using errcode = 'restrict_violation';
  end if;
  return null;
end $$;
create trigger audit_staged_leaves after delete on audit_staged
  referencing old table as gone for each statement execute function ensure_sequenced();

-- Made apart and then attached: attaching lets readers and writers go on, creating in place does not.
create function ensure_audit_partition(number bigint) returns void
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  name text := 'audit_entries_' || lpad(number::text, 6, '0');
begin
  if to_regclass('public.' || name) is not null then
    return;
  end if;
  execute format('create table public.%I (like audit_entries including constraints)', name);
  execute format('alter table public.%I enable row level security', name);
  execute format('create trigger audit_entries_whole before truncate on public.%I execute function refuse_change()', name);
  execute format('alter table audit_entries attach partition public.%I for values from (%s) to (%s)',
    name, number << 20, (number + 1) << 20);
end $$;
select ensure_audit_partition(0);

-- Moves at most `most` staged entries to the log and says how many; null when another process is doing it. The leaf hash is that of
-- RFC 6962 section 2.1. Runs with the owner's rights: no role of the service can write to the log, only ask for this.
create function sequence_audit_entries(most integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  first bigint;
  moved integer;
begin
  if not exists (select from audit_staged) then
    return 0;
  end if;
  if not pg_try_advisory_xact_lock(hashtextextended('nexus.audit.sequencer', 0)) then
    return null;
  end if;
  if most not between 1 and 100000 then
    raise exception 'sequence between 1 and 100000 entries at once' using errcode = 'invalid_parameter_value';
  end if;
  select size into strict first from audit_head for update;
  perform ensure_audit_partition(first >> 20);
  perform ensure_audit_partition((first + most) >> 20);
  insert into audit_entries (sequence, leaf_hash, id, entry, recorded_at, actor_kind, actor_person_id, actor_session_id,
                             action, outcome, space_id, object_ids, activity_of)
    select first + row_number() over (order by id) - 1, sha256('\x00'::bytea || entry), id, entry, recorded_at, actor_kind,
           actor_person_id, actor_session_id, action, outcome, space_id, object_ids, activity_of
      from (select * from audit_staged order by id limit most) as batch;
  get diagnostics moved = row_count;
  update audit_head set size = first + moved;
  delete from audit_staged where id in (select id from audit_entries where sequence >= first and sequence < first + moved);
  return moved;
end $$;
grant execute on function sequence_audit_entries(integer) to nexus_worker;

alter table audit_staged enable row level security;
alter table audit_entries enable row level security;
alter table audit_head enable row level security;

-- Requests record what their own actor does, jobs what the system does. Nobody of the service sees, changes or removes a staged entry.
create policy audit_staged_by_actor on audit_staged for insert to nexus_app with check (
  actor_kind = case when current_person_id() is null then 'anonymous' else 'person' end
  and actor_person_id is not distinct from current_person_id()
  and actor_session_id is not distinct from current_session_id());
create policy audit_staged_by_job on audit_staged for insert to nexus_worker with check (actor_kind = 'system');
grant insert (entry) on audit_staged to nexus_app, nexus_worker;

-- The auditor reads everything. People read what they did, and who signed in or tried to as them, without the entry itself: its
-- details may count what was withheld from them, and its place would tell them how busy others are.
create policy audit_entries_auditor on audit_entries for select to nexus_auditor using ((select has_role('auditor')));
create policy audit_entries_own on audit_entries for select to nexus_app using (activity_of = (select current_person_id()));
grant select on audit_entries to nexus_auditor;
grant select (id, recorded_at, actor_kind, actor_person_id, actor_session_id, action, outcome, space_id, object_ids, activity_of)
  on audit_entries to nexus_app;

-- Places of the entries about one object. A policy keeps the index of `object_ids` from use, because its operator is not leakproof;
-- here the index is used first, and the answer is for auditors only all the same.
create function audit_places_of(object uuid) returns setof bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select sequence from audit_entries where object_ids @> array[audit_places_of.object] and (select has_role('auditor'));
$$;
grant execute on function audit_places_of(uuid) to nexus_auditor;

create policy audit_head_read on audit_head for select to nexus_auditor using (true);
grant select on audit_head to nexus_auditor;
