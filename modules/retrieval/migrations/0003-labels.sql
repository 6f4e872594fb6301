-- A passage, and the index of a cell, is read by members of its space whose clearance dominates its label.
drop policy passages_read on passages;
create policy passages_read on passages for select to nexus_app
  using (space_id in (select readable_space_ids()) and label_id in (select readable_label_ids()));
drop policy index_cells_read on index_cells;
create policy index_cells_read on index_cells for select to nexus_app
  using (space_id in (select readable_space_ids()) and label_id in (select readable_label_ids()));
