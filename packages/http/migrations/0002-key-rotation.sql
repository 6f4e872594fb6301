call guard_sealed_columns('idempotency_keys', 'response');
create policy idempotency_keys_rotated on idempotency_keys for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select (person_id, key_hash, attempt_id, response), update (response) on idempotency_keys to nexus_worker;
