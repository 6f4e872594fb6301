-- Two people and three days, whatever the service believes: the one who confirms is not the one who asked, and the delay is that of the service, less an
-- hour for clocks that differ.
alter table backup_prunings add constraint backup_prunings_two_people check (confirmed_by is null or confirmed_by <> asked_by) not valid;

create or replace function ensure_pruning_floor() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and (new.target_id <> old.target_id or new.keep_from <> old.keep_from or new.generations <> old.generations
      or new.asked_by <> old.asked_by or new.asked_at <> old.asked_at) then
    raise exception 'a pruning does not change what it prunes' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and old.state = 'confirmed'
     and (new.not_before is distinct from old.not_before or new.confirmed_by is distinct from old.confirmed_by) then
    raise exception 'a pruning that was confirmed does not come sooner' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and old.state in ('done', 'cancelled') and new.state <> old.state then
    raise exception 'a pruning that has ended does not begin again' using errcode = 'restrict_violation';
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
  if new.state = 'confirmed' and (tg_op = 'INSERT' or old.state <> 'confirmed') and new.not_before < now() + interval '71 hours' then
    raise exception 'a pruning waits three days' using errcode = 'restrict_violation';
  end if;
  if new.state = 'done' and (tg_op = 'INSERT' or old.state <> 'confirmed' or old.not_before > now()) then
    raise exception 'a pruning that is not confirmed or not due cannot be done' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

-- A generation is marked as gone only by a pruning of its place that is confirmed and due.
create or replace function ensure_kept() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.keep_until < old.keep_until then
    raise exception 'the time of a backup cannot be shortened' using errcode = 'restrict_violation';
  end if;
  if new.target_id <> old.target_id or new.sequence <> old.sequence or new.hash <> old.hash or new.taken_at <> old.taken_at then
    raise exception 'what was noted of a backup does not change' using errcode = 'restrict_violation';
  end if;
  if new.state = 'pruned' and old.state = 'kept' then
    if old.keep_until > now() then
      raise exception 'a generation whose time is not over cannot be pruned' using errcode = 'restrict_violation';
    end if;
    if not exists (select from backup_prunings p
                    where p.target_id = old.target_id and p.state = 'confirmed' and p.not_before <= now() and old.sequence < p.keep_from) then
      raise exception 'a generation goes by a pruning that is confirmed and due' using errcode = 'restrict_violation';
    end if;
  end if;
  return new;
end $$;
