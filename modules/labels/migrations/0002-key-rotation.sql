call guard_sealed_columns('label_levels', 'names');
call guard_sealed_columns('label_compartments', 'names');
call guard_sealed_columns('label_groups', 'names');

-- For the job that seals the names anew while a key of the system waits to be destroyed, and at no other time.
create policy label_levels_rotated on label_levels for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy label_compartments_rotated on label_compartments for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy label_groups_rotated on label_groups for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant update (names) on label_levels, label_compartments, label_groups to nexus_worker;
