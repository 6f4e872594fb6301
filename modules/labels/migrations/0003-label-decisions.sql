-- What policies decide about labels, for the check that holds it against the program's own decision: each clearance that somebody holds (the baseline
-- included) with each label that was ever used, the newest labels first. No person, no content.
create function label_decisions(most integer)
  returns table (level_id uuid, compartments uuid[], group_id uuid, label_id uuid, is_readable boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    with held as (
      select c.level_id, c.compartments, c.group_id from clearances c where c.level_id is not null
      union
      select s.baseline_level_id, '{}'::uuid[], null from label_set s where s.baseline_level_id is not null
    )
    select h.level_id, h.compartments, h.group_id, l.id,
      label_dominated(hv.rank, h.compartments, h.group_id, lv.rank, l.compartments, l.releasable_to)
    from held h join label_levels hv on hv.id = h.level_id cross join labels l join label_levels lv on lv.id = l.level_id
    order by l.id desc, hv.rank limit most
  $$;
revoke execute on function label_decisions(integer) from public;
grant execute on function label_decisions(integer) to nexus_worker;
