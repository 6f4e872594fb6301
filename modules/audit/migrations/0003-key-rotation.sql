call guard_sealed_columns('audit_keys', 'private_key');
-- For the job that seals the private halves anew when the key of the system is replaced.
create policy audit_keys_rotated on audit_keys for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select, update (private_key) on audit_keys to nexus_worker;
