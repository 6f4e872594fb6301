call guard_sealed_columns('people', 'email', 'name');
call guard_sealed_columns('credentials', 'password_hash');
call guard_sealed_columns('second_factors', 'secret');
call guard_sealed_columns('sessions', 'source');
call guard_sealed_columns('access_tokens', 'name');
call guard_sealed_columns('passkeys', 'credential', 'name');

-- The job that seals anew sees and writes sealed columns while a key of the system waits to be destroyed, and at no other time.
create policy people_rotated on people to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy credentials_rotated on credentials to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy second_factors_rotated on second_factors to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy sessions_rotated on sessions for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy access_tokens_rotated on access_tokens for update to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy passkeys_rotated on passkeys to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select, update (email, name) on people to nexus_worker;
grant select (person_id, password_hash), update (password_hash) on credentials to nexus_worker;
grant select (person_id, secret), update (secret) on second_factors to nexus_worker;
grant select (source), update (source) on sessions to nexus_worker;
grant select (name), update (name) on access_tokens to nexus_worker;
grant select (id, credential, name), update (credential, name) on passkeys to nexus_worker;
