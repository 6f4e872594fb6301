-- Nothing above its ceiling enters a space; null is no ceiling. What is there already stays.
alter table spaces add column ceiling_label_id uuid;

create function space_allows_label(wanted_space uuid, label uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return coalesce((select label_within_ceiling(label, ceiling_label_id) from spaces where id = wanted_space), false);
grant execute on function space_allows_label(uuid, uuid) to nexus_app, nexus_worker;

-- A person gives a space only labels that they may read themselves, and a default that may enter.
create function check_space_labels() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not label_within_ceiling(new.default_label_id, new.ceiling_label_id) then
    raise exception 'the default label is above the ceiling' using errcode = 'check_violation', constraint = 'space_default_within_ceiling', table = 'spaces';
  end if;
  if current_person_id() is null or has_role('officer') then return new; end if;
  if tg_op = 'INSERT' then
    -- Who opens a space for others may have no clearance at all: the lowest label is everybody's to give.
    if new.default_label_id not in (select readable_label_ids()) and not is_lowest_label(new.default_label_id)
       or new.ceiling_label_id is not null and new.ceiling_label_id not in (select readable_label_ids()) then
      raise exception 'a label that the person may not use' using errcode = 'check_violation', constraint = 'space_label_not_readable', table = 'spaces';
    end if;
    return new;
  end if;
  if (new.default_label_id <> old.default_label_id and new.default_label_id not in (select readable_label_ids()))
     or (new.ceiling_label_id is distinct from old.ceiling_label_id
         and ((new.ceiling_label_id is not null and new.ceiling_label_id not in (select readable_label_ids()))
              or (old.ceiling_label_id is not null and old.ceiling_label_id not in (select readable_label_ids())))) then
    raise exception 'a label that the person may not use' using errcode = 'check_violation', constraint = 'space_label_not_readable', table = 'spaces';
  end if;
  return new;
end $$;
create trigger spaces_labels before insert or update of default_label_id, ceiling_label_id on spaces
  for each row execute function check_space_labels();

-- For an officer who asks why somebody may or may not read something.
create function membership_for_officer(wanted_space uuid, person uuid) returns table (role text, ceiling_label_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select (select m.role from space_members m where m.space_id = s.id and m.person_id = person), s.ceiling_label_id
    from spaces s where s.id = wanted_space and has_role('officer')
  $$;
grant execute on function membership_for_officer(uuid, uuid) to nexus_app;
