call guard_sealed_columns('spaces', 'name');
-- The row of a space goes with its erasure, after its key.
grant delete on spaces to nexus_worker;
