-- One random key per space and version, wrapped by the root key, which the database never sees. The nil id is the system's own space.
create table space_keys (
  space_id uuid not null,
  key_version integer not null constraint space_keys_version_positive check (key_version > 0),
  key_id bytea not null constraint space_keys_key_id_length check (octet_length(key_id) = 16),
  wrapped_key bytea constraint space_keys_wrapped_length check (octet_length(wrapped_key) between 48 and 1024),
  state text not null constraint space_keys_state check (state in ('active', 'retired', 'erased')),
  created_at timestamptz not null default now(),
  primary key (space_id, key_version),
  constraint space_keys_erased_is_gone check ((state = 'erased') = (wrapped_key is null))
);
create unique index space_keys_one_active on space_keys (space_id) where state = 'active';

alter table space_keys enable row level security;

-- Wrapped keys are no secret: without the root key they open nothing.
create policy space_keys_read on space_keys for select to nexus_app, nexus_worker using (true);
grant select on space_keys to nexus_app, nexus_worker;

-- A request may give a new space its first key; later versions are the business of jobs. Nobody of the service changes or removes one.
create policy space_keys_first on space_keys for insert to nexus_app with check (key_version = 1 and state = 'active');
create policy space_keys_next on space_keys for insert to nexus_worker with check (state = 'active');
grant insert (space_id, key_version, key_id, wrapped_key, state) on space_keys to nexus_app, nexus_worker;
