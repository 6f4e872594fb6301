-- What is remembered of requests with an Idempotency-Key. Content-free but for `response`, which is sealed.
create table idempotency_keys (
  person_id uuid not null,
  key_hash bytea not null check (octet_length(key_hash) = 32),
  attempt_id uuid not null,
  request_hash bytea not null check (octet_length(request_hash) = 32),
  status smallint check (status between 200 and 299),
  response bytea,
  running_until timestamptz not null,
  expires_at timestamptz not null,
  primary key (person_id, key_hash),
  check ((status is null) = (response is null))
);

create index idempotency_keys_expiry on idempotency_keys (expires_at);

alter table idempotency_keys enable row level security;

create policy idempotency_keys_own on idempotency_keys to nexus_app
  using (person_id = current_person_id())
  with check (person_id = current_person_id());

create policy idempotency_keys_expiry on idempotency_keys for delete to nexus_worker using (true);
create policy idempotency_keys_expiry_read on idempotency_keys for select to nexus_worker using (true);

grant select, insert, update, delete on idempotency_keys to nexus_app;
grant select (expires_at), delete on idempotency_keys to nexus_worker;
