-- Keys of people's devices (WebAuthn). The public half alone is here, sealed, because with the name it tells who uses which device.

create table passkeys (
  id uuid primary key,
  person_id uuid not null references people (id),
  -- Keyed hash of the credential's own id, under which a sign-in finds it.
  credential_fingerprint bytea not null constraint passkeys_credential_unique unique
    constraint passkeys_credential_fingerprint_size check (octet_length(credential_fingerprint) = 32),
  credential bytea not null,
  name bytea not null,
  counter bigint not null constraint passkeys_counter_positive check (counter >= 0),
  created_at timestamptz not null,
  last_used_at timestamptz
);
create index passkeys_by_person on passkeys (person_id);
alter table passkeys enable row level security;
create policy passkeys_self on passkeys to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
grant select, insert, update (name, counter, last_used_at), delete on passkeys to nexus_app;

-- Challenges carry their own proof and end; only used ones are kept, until they would have ended anyway, so that none works twice and nobody
-- can fill the table without a key.
create table used_challenges (
  challenge_hash bytea primary key constraint used_challenges_hash_size check (octet_length(challenge_hash) = 32),
  expires_at timestamptz not null
);
create index used_challenges_by_expiry on used_challenges (expires_at);
alter table used_challenges enable row level security;
create policy used_challenges_spent on used_challenges for insert to nexus_app with check (current_person_id() is not null);
grant insert on used_challenges to nexus_app;
create policy used_challenges_expired on used_challenges to nexus_worker using (true);
grant select, delete on used_challenges to nexus_worker;

create function find_passkey(fingerprint bytea)
  returns table (id uuid, person_id uuid, credential bytea, counter bigint, state text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select k.id, k.person_id, k.credential, k.counter, p.state from passkeys k join people p on p.id = k.person_id
    where k.credential_fingerprint = fingerprint;
  $$;
grant execute on function find_passkey(bytea) to nexus_app;
