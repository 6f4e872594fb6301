-- What may be written on content: an ordered list of levels, compartments, groups to which something may be released, and rules for their
-- combination. One set holds for the installation. Names are sealed; ranks, colours and ids are not content.

create sequence label_revisions;

create table label_levels (
  id uuid primary key,
  rank integer not null constraint label_levels_rank_positive check (rank >= 0),
  -- A level of a shipped set: the program has its words until the officer gives it others.
  code text constraint label_levels_code_form check (code ~ '^[a-z][a-z0-9-]{0,39}$'),
  names bytea,
  colour text not null constraint label_levels_colour_form check (colour ~ '^#[0-9a-f]{6}$'),
  constraint label_levels_has_words check (code is not null or names is not null),
  constraint label_levels_rank_unique unique (rank) deferrable initially deferred
);

create table label_compartments (
  id uuid primary key,
  names bytea not null,
  created_at timestamptz not null default now()
);

create table label_groups (
  id uuid primary key,
  names bytea not null,
  created_at timestamptz not null default now()
);

-- Whoever carries all of these compartments carries at least this level.
create table label_rules (
  id uuid primary key,
  compartments uuid[] not null constraint label_rules_compartments_count check (cardinality(compartments) between 1 and 8),
  minimum_level_id uuid not null references label_levels (id)
);
create index label_rules_by_level on label_rules (minimum_level_id);

create table label_set (
  only_row boolean primary key default true constraint label_set_one_row check (only_row),
  code text not null,
  -- The level of people to whom nobody gave a clearance.
  baseline_level_id uuid not null references label_levels (id),
  -- Another number whenever levels, names, rules or labels change: what the program remembers of them is known by it.
  revision bigint not null default nextval('label_revisions'),
  version integer not null default 1,
  changed_at timestamptz not null default now()
);

-- A label is a value and is never changed or removed: one row for each combination that was ever used. Null in `releasable_to` is
-- everybody, the empty array nobody.
create table labels (
  id uuid primary key,
  level_id uuid not null references label_levels (id),
  compartments uuid[] not null default '{}' constraint labels_compartments_count check (cardinality(compartments) <= 32),
  releasable_to uuid[] constraint labels_groups_count check (cardinality(releasable_to) <= 32),
  created_at timestamptz not null default now()
);
create unique index labels_value on labels (level_id, compartments, releasable_to) nulls not distinct;

create table clearances (
  person_id uuid primary key,
  -- Null: none at all; what has the lowest label is hidden, too.
  level_id uuid references label_levels (id),
  compartments uuid[] not null default '{}',
  group_id uuid references label_groups (id),
  -- Null: the server, at the set-up of an evaluation, or when the set was replaced.
  granted_by uuid,
  granted_at timestamptz not null,
  version integer not null default 1
);
create index clearances_by_level on clearances (level_id);

create table clearance_history (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null,
  level_id uuid,
  compartments uuid[] not null,
  group_id uuid,
  granted_by uuid,
  granted_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp()
);
create index clearance_history_by_person on clearance_history (person_id, recorded_at desc);
create trigger clearance_history_append_only before update or delete on clearance_history for each row execute function refuse_change();
create trigger clearance_history_whole before truncate on clearance_history execute function refuse_change();
create trigger labels_append_only before update or delete on labels for each row execute function refuse_change();
create trigger labels_whole before truncate on labels execute function refuse_change();

create function record_clearance() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into clearance_history (person_id, level_id, compartments, group_id, granted_by, granted_at)
    values (new.person_id, new.level_id, new.compartments, new.group_id, new.granted_by, new.granted_at);
  return null;
end $$;
create trigger clearances_recorded after insert or update on clearances for each row execute function record_clearance();
create trigger clearances_stay before delete or truncate on clearances execute function refuse_change();

create function is_evaluation() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from installation where mode = 'evaluation');
grant execute on function is_evaluation() to nexus_app, nexus_worker;

-- The order, twin of lattice.ts.
create function label_dominated(
  clearance_rank integer, clearance_compartments uuid[], clearance_group uuid, rank integer, compartments uuid[], releasable_to uuid[])
  returns boolean language sql immutable parallel safe
  return rank <= clearance_rank and compartments <@ clearance_compartments
    and (releasable_to is null or coalesce(clearance_group = any (releasable_to), false));

-- The clearance that holds for a person; no row for nobody and for whoever has none.
create function clearance_of(person uuid) returns table (rank integer, compartments uuid[], group_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select v.rank, coalesce(c.compartments, '{}'), c.group_id
    from label_set s
    left join clearances c on c.person_id = person
    join label_levels v on v.id = case when c.person_id is null then s.baseline_level_id else c.level_id end
    where person is not null
  $$;

-- What every policy over content asks: the labels that the acting person's clearance dominates. No argument, so that nobody asks for
-- another; without a reference to the row, so that the planner asks once a statement.
create function readable_label_ids() returns setof uuid
  language sql stable security definer rows 100 set search_path = pg_catalog, public, pg_temp as $$
    select l.id from labels l join label_levels v on v.id = l.level_id, clearance_of(current_person_id()) c
    where label_dominated(c.rank, c.compartments, c.group_id, v.rank, l.compartments, l.releasable_to)
  $$;
grant execute on function readable_label_ids() to nexus_app;

-- The rank of a person's clearance; -1 for none. Limits of sessions depend on it, before anybody is known.
create function clearance_rank_of(person uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return coalesce((select c.rank from clearance_of(person) c), -1);
grant execute on function clearance_rank_of(uuid) to nexus_app, nexus_worker;

-- Whether whoever may read the upper label may read the lower one, whatever their clearance.
create function label_covers(upper uuid, lower uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return upper = lower or exists (
    select from labels u join label_levels uv on uv.id = u.level_id, labels l join label_levels lv on lv.id = l.level_id
    where u.id = upper and l.id = lower and lv.rank <= uv.rank and l.compartments <@ u.compartments
      and (l.releasable_to is null or (u.releasable_to is not null and u.releasable_to <@ l.releasable_to)));
grant execute on function label_covers(uuid, uuid) to nexus_app, nexus_worker;

-- Whether a label may enter below a ceiling: level and compartments count. To whom something is released narrows who reads it and never
-- makes it too high for a place.
create function label_within_ceiling(label uuid, ceiling uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return ceiling is null or exists (
    select from labels l join label_levels lv on lv.id = l.level_id, labels c join label_levels cv on cv.id = c.level_id
    where l.id = label and c.id = ceiling and lv.rank <= cv.rank and l.compartments <@ c.compartments);
grant execute on function label_within_ceiling(uuid, uuid) to nexus_app, nexus_worker;

create function is_lowest_label(label uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (
    select from labels l join label_levels v on v.id = l.level_id
    where l.id = label and cardinality(l.compartments) = 0 and l.releasable_to is null
      and v.rank = (select min(rank) from label_levels));
grant execute on function is_lowest_label(uuid) to nexus_app, nexus_worker;

create function sorted_ids(ids uuid[]) returns uuid[]
  language sql immutable parallel safe
  return array(select distinct id from unnest(ids) as id order by id);

-- The least rank that a set of compartments may stand under.
create function least_rank_for(wanted uuid[]) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return coalesce((select max(v.rank) from label_rules r join label_levels v on v.id = r.minimum_level_id where r.compartments <@ wanted), 0);

create function note_label_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update label_set set revision = nextval('label_revisions');
  return null;
end $$;
create trigger labels_noted after insert on labels for each statement execute function note_label_change();
create trigger label_levels_noted after insert or update or delete on label_levels for each statement execute function note_label_change();
create trigger label_compartments_noted after insert or update or delete on label_compartments for each statement execute function note_label_change();
create trigger label_groups_noted after insert or update or delete on label_groups for each statement execute function note_label_change();
create trigger label_rules_noted after insert or update or delete on label_rules for each statement execute function note_label_change();

-- Only whole and valid values become labels. The set's row is locked first, so that nothing of it is taken away meanwhile.
create function check_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from label_set for update;
  new.compartments := sorted_ids(new.compartments);
  if new.releasable_to is not null then new.releasable_to := sorted_ids(new.releasable_to); end if;
  if exists (select from unnest(new.compartments) as id where id not in (select c.id from label_compartments c))
     or exists (select from unnest(new.releasable_to) as id where id not in (select g.id from label_groups g)) then
    raise exception 'a part of the label is not of the set' using errcode = 'foreign_key_violation', constraint = 'labels_known_parts', table = 'labels';
  end if;
  if least_rank_for(new.compartments) > (select v.rank from label_levels v where v.id = new.level_id) then
    raise exception 'these compartments demand a higher level' using errcode = 'check_violation', constraint = 'labels_combination', table = 'labels';
  end if;
  return new;
end $$;
create trigger labels_checked before insert on labels for each row execute function check_label();

create function check_clearance() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from label_set for update;
  new.compartments := sorted_ids(new.compartments);
  if exists (select from unnest(new.compartments) as id where id not in (select c.id from label_compartments c)) then
    raise exception 'a part of the clearance is not of the set' using errcode = 'foreign_key_violation', constraint = 'clearances_known_parts', table = 'clearances';
  end if;
  return new;
end $$;
create trigger clearances_checked before insert or update on clearances for each row execute function check_clearance();

-- The set may grow; what a label or a clearance uses stays.
create function keep_what_labels_use() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from label_set for update;
  if exists (select from labels where compartments @> array[old.id] or releasable_to @> array[old.id])
     or exists (select from clearances where compartments @> array[old.id])
     or exists (select from label_rules where compartments @> array[old.id]) then
    raise exception 'labels use this' using errcode = 'foreign_key_violation', constraint = 'label_parts_in_use', table = 'labels';
  end if;
  return old;
end $$;
create trigger label_compartments_kept before delete on label_compartments for each row execute function keep_what_labels_use();
create trigger label_groups_kept before delete on label_groups for each row execute function keep_what_labels_use();

-- Levels keep their order for ever: to swap two would lower everything that carries the upper one.
create function keep_level_order() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (
    with known as (
      select v.id, v.rank as now, coalesce(b.rank, v.rank) as before from label_levels v left join was b on b.id = v.id)
    select from known a join known b on a.before < b.before and a.now >= b.now) then
    raise exception 'levels keep their order' using errcode = 'check_violation', constraint = 'label_levels_order', table = 'label_levels';
  end if;
  return null;
end $$;
create trigger label_levels_ordered after update on label_levels
  referencing old table as was for each statement execute function keep_level_order();

-- A new rule may not make labels invalid that exist.
create function check_label_rule() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from label_set for update;
  new.compartments := sorted_ids(new.compartments);
  if exists (select from unnest(new.compartments) as id where id not in (select c.id from label_compartments c)) then
    raise exception 'a part of the rule is not of the set' using errcode = 'foreign_key_violation', constraint = 'labels_known_parts', table = 'label_rules';
  end if;
  if exists (
    select from labels l join label_levels v on v.id = l.level_id
    where l.compartments @> new.compartments and v.rank < (select m.rank from label_levels m where m.id = new.minimum_level_id)) then
    raise exception 'labels that exist would break this rule' using errcode = 'check_violation', constraint = 'label_rules_hold', table = 'label_rules';
  end if;
  return new;
end $$;
create trigger label_rules_checked before insert or update on label_rules for each row execute function check_label_rule();

-- The id of a value; a new one when nobody used it before. For people: only what they may read themselves, and for officers anything.
create function intern_label(fresh_id uuid, level uuid, wanted_compartments uuid[], wanted_groups uuid[]) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parts uuid[] := sorted_ids(coalesce(wanted_compartments, '{}'));
  groups uuid[] := case when wanted_groups is null then null else sorted_ids(wanted_groups) end;
  found_id uuid;
begin
  if current_person_id() is not null and not has_role('officer') and not exists (
    select from clearance_of(current_person_id()) c join label_levels v on v.id = level
    where label_dominated(c.rank, c.compartments, c.group_id, v.rank, parts, groups)) then
    return null;
  end if;
  select id into found_id from labels
    where level_id = level and compartments = parts and releasable_to is not distinct from groups;
  if found then return found_id; end if;
  insert into labels (id, level_id, compartments, releasable_to) values (fresh_id, level, parts, groups)
    on conflict (level_id, compartments, releasable_to) do nothing;
  select id into strict found_id from labels
    where level_id = level and compartments = parts and releasable_to is not distinct from groups;
  return found_id;
end $$;
grant execute on function intern_label(uuid, uuid, uuid[], uuid[]) to nexus_app, nexus_worker;

-- The least label that covers all of the given ones; the lowest plain label for none. Raised to the least valid one above when the
-- compartments together demand more. A person joins what they may read; null when they may not.
create function join_labels(fresh_id uuid, ids uuid[]) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  distinct_ids uuid[] := sorted_ids(ids);
  top integer;
  parts uuid[];
  groups uuid[];
  joined uuid;
begin
  if current_person_id() is not null
     and exists (select from unnest(distinct_ids) as id where id not in (select readable_label_ids())) then
    return null;
  end if;
  if cardinality(distinct_ids) = 1 then return distinct_ids[1]; end if;
  if (select count(*) from labels where id = any (distinct_ids)) <> cardinality(distinct_ids) then
    raise exception 'unknown label' using errcode = 'foreign_key_violation', constraint = 'labels_known_parts', table = 'labels';
  end if;
  select coalesce(max(v.rank), (select min(rank) from label_levels)) into top
    from labels l join label_levels v on v.id = l.level_id where l.id = any (distinct_ids);
  parts := array(select distinct c from labels l, unnest(l.compartments) as c where l.id = any (distinct_ids) order by c);
  if exists (select from labels l where l.id = any (distinct_ids) and l.releasable_to is not null) then
    groups := array(
      select g from labels l, unnest(l.releasable_to) as g where l.id = any (distinct_ids) and l.releasable_to is not null
      group by g having count(*) = (select count(*) from labels n where n.id = any (distinct_ids) and n.releasable_to is not null)
      order by g);
  end if;
  top := greatest(top, least_rank_for(parts));
  select id into joined from labels
    where level_id = (select v.id from label_levels v where v.rank = top) and compartments = parts and releasable_to is not distinct from groups;
  if found then return joined; end if;
  insert into labels (id, level_id, compartments, releasable_to)
    select fresh_id, v.id, parts, groups from label_levels v where v.rank = top
    on conflict (level_id, compartments, releasable_to) do nothing;
  select id into strict joined from labels
    where level_id = (select v.id from label_levels v where v.rank = top) and compartments = parts and releasable_to is not distinct from groups;
  return joined;
end $$;
grant execute on function join_labels(uuid, uuid[]) to nexus_app, nexus_worker;

-- Groups whose names a person meets: their own and those in labels that they may read.
create function readable_group_ids() returns setof uuid
  language sql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
    select c.group_id from clearance_of(current_person_id()) c where c.group_id is not null
    union
    select unnest(l.releasable_to) from labels l where l.id in (select readable_label_ids())
  $$;
create function readable_compartment_ids() returns setof uuid
  language sql stable security definer rows 20 set search_path = pg_catalog, public, pg_temp as $$
    select unnest(c.compartments) from clearance_of(current_person_id()) c
  $$;
grant execute on function readable_group_ids(), readable_compartment_ids() to nexus_app;

alter table label_levels enable row level security;
alter table label_compartments enable row level security;
alter table label_groups enable row level security;
alter table label_rules enable row level security;
alter table label_set enable row level security;
alter table labels enable row level security;
alter table clearances enable row level security;
alter table clearance_history enable row level security;

create policy label_levels_read on label_levels for select to nexus_app, nexus_worker using (true);
create policy label_set_read on label_set for select to nexus_app, nexus_worker using (true);
create policy labels_read on labels for select to nexus_app
  using (id in (select readable_label_ids()) or (select has_role('officer')));
create policy label_compartments_read on label_compartments for select to nexus_app
  using (id in (select readable_compartment_ids()) or (select has_role('officer')));
create policy label_groups_read on label_groups for select to nexus_app
  using (id in (select readable_group_ids()) or (select has_role('officer')));
create policy label_rules_read on label_rules for select to nexus_app
  using (compartments <@ array(select readable_compartment_ids()) or (select has_role('officer')));
create policy clearances_read on clearances for select to nexus_app
  using (person_id = (select current_person_id()) or (select has_role('officer')));
create policy clearance_history_read on clearance_history for select to nexus_app using ((select has_role('officer')));

-- The program itself remembers the whole set, to put marks on what people may read; it reads as the worker and shows by access.
create policy labels_worker on labels for select to nexus_worker using (true);
create policy label_compartments_worker on label_compartments for select to nexus_worker using (true);
create policy label_groups_worker on label_groups for select to nexus_worker using (true);
create policy label_rules_worker on label_rules for select to nexus_worker using (true);

-- Only the officer changes the set, and gives clearances; to themselves under evaluation alone.
do $$
declare name text;
begin
  foreach name in array array['label_levels', 'label_compartments', 'label_groups', 'label_rules'] loop
    execute format('create policy %I on %I to nexus_app using ((select has_role(''officer''))) with check ((select has_role(''officer'')))', name || '_officer', name);
    execute format('grant select, insert, update, delete on %I to nexus_app', name);
    execute format('grant select on %I to nexus_worker', name);
  end loop;
end $$;
create policy label_set_officer on label_set for update to nexus_app
  using ((select has_role('officer'))) with check ((select has_role('officer')));
grant select on label_set to nexus_app, nexus_worker;
grant update (baseline_level_id, version, changed_at) on label_set to nexus_app;
grant select on labels to nexus_app, nexus_worker;

create policy clearances_given on clearances for insert to nexus_app
  with check ((select has_role('officer')) and granted_by = current_person_id() and (person_id <> current_person_id() or is_evaluation()));
create policy clearances_changed on clearances for update to nexus_app
  using ((select has_role('officer')))
  with check ((select has_role('officer')) and granted_by = current_person_id() and (person_id <> current_person_id() or is_evaluation()));
grant select, insert, update on clearances to nexus_app;
grant select on clearance_history to nexus_app;

-- Under evaluation the first person sees everything that there will be.
create function clear_for_evaluation(person uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not is_evaluation() or exists (select from clearances where person_id = person) then return false; end if;
  insert into clearances (person_id, level_id, compartments, granted_at)
    select person, (select id from label_levels order by rank desc limit 1), array(select id from label_compartments), at;
  return true;
end $$;
grant execute on function clear_for_evaluation(uuid, timestamptz) to nexus_worker;

-- Puts the levels of another set in the place of those that hold. Only while nothing carries more than the lowest level; that level
-- becomes the lowest of the new set. Clearances that the server gave reach its top again, the others fall to its lowest.
create function replace_levels(set_code text, codes text[], colours text[], ids uuid[], at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  lowest uuid;
begin
  if not has_role('officer') then
    raise exception 'only the officer chooses the set' using errcode = 'insufficient_privilege';
  end if;
  perform 1 from label_set for update;
  select id into strict lowest from label_levels order by rank limit 1;
  if exists (select from labels where level_id <> lowest) or exists (select from label_rules) then return false; end if;
  update clearances set level_id = lowest, granted_at = at, version = version + 1 where level_id is not null and level_id <> lowest and granted_by is not null;
  update label_set set baseline_level_id = lowest;
  update clearances set level_id = lowest where level_id <> lowest;
  delete from label_levels where id <> lowest;
  update label_levels set rank = 0, code = codes[1], colour = colours[1], names = null where id = lowest;
  insert into label_levels (id, rank, code, colour)
    select ids[n], n - 1, codes[n], colours[n] from generate_series(2, cardinality(codes)) as n;
  update clearances set level_id = (select id from label_levels order by rank desc limit 1), granted_at = at, version = version + 1 where granted_by is null;
  update label_set set code = set_code, version = version + 1, changed_at = at, revision = nextval('label_revisions');
  return true;
end $$;
grant execute on function replace_levels(text, text[], text[], uuid[], timestamptz) to nexus_app;

-- What an officer is told when they ask why somebody may or may not read something.
create function clearance_for_officer(person uuid) returns table (rank integer, compartments uuid[], group_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select c.rank, c.compartments, c.group_id from clearance_of(person) c where has_role('officer')
  $$;
grant execute on function clearance_for_officer(uuid) to nexus_app;

-- The set that an evaluation begins with, and the place in it of the one label that everything has carried so far: the lowest.
insert into label_levels (id, rank, code, colour) values
  ('00000000-0000-7000-8000-000000000101', 0, 'corporate-internal', '#2f6f4f'),
  ('00000000-0000-7000-8000-000000000102', 1, 'corporate-confidential', '#1f5fa8'),
  ('00000000-0000-7000-8000-000000000103', 2, 'corporate-restricted', '#b4540a'),
  ('00000000-0000-7000-8000-000000000104', 3, 'corporate-secret', '#b3261e');
insert into label_set (code, baseline_level_id) values ('corporate', '00000000-0000-7000-8000-000000000101');
insert into labels (id, level_id) values ('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000101');

-- Whoever runs an evaluation that began before there were labels has seen everything so far.
insert into clearances (person_id, level_id, granted_at)
  select distinct r.person_id, '00000000-0000-7000-8000-000000000104'::uuid, now() from person_roles r
  where r.role = 'administrator' and is_evaluation();

-- How long sessions last depends on what somebody may read: accounts asks for the rank under this name.
create or replace function session_rank_of(person uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return greatest(clearance_rank_of(person), 0);
