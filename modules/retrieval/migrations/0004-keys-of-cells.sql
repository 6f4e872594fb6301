-- Terms of a cell are blinded under one key as a whole. Null: the space's first key, as all were before keys could be replaced.
alter table index_cells add column term_key_id bytea constraint index_cells_term_key_size check (octet_length(term_key_id) = 16);
call guard_sealed_columns('index_cells', 'manifest', 'term_key_id');
call guard_sealed_columns('passages', 'content');
call guard_sealed_columns('saved_searches', 'query');
grant delete on index_rebuilds to nexus_worker;

create policy saved_searches_rotated on saved_searches to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select, update (query) on saved_searches to nexus_worker;
