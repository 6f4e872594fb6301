-- Ways to come in that others vouch for, and whom they vouch for. Addresses, names and secrets of a source are sealed as one.

create table sign_in_sources (
  id uuid primary key,
  kind text not null constraint sign_in_sources_kind_known check (kind in ('directory', 'provider', 'cards')),
  is_on boolean not null,
  settings bytea not null,
  version integer not null default 1 constraint sign_in_sources_version_positive check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- The last comparison of accounts with a directory.
  checked_at timestamptz,
  check_outcome text constraint sign_in_sources_outcome_form check (check_outcome ~ '^[a-z_]{1,40}$')
);
create unique index sign_in_sources_one_of_cards on sign_in_sources (kind) where kind = 'cards';
alter table sign_in_sources enable row level security;
create policy sign_in_sources_managed on sign_in_sources to nexus_app
  using (has_role('administrator')) with check (has_role('administrator'));
create policy sign_in_sources_named on sign_in_sources for select to nexus_app using (has_role('officer'));
create policy sign_in_sources_checked on sign_in_sources to nexus_worker using (true) with check (true);
grant select, insert, update, delete on sign_in_sources to nexus_app;
grant select, update (checked_at, check_outcome) on sign_in_sources to nexus_worker;

create table external_identities (
  source_id uuid not null references sign_in_sources (id) on delete cascade,
  -- Keyed hash of the stable id that the source gives: entryUUID, objectGUID, issuer with subject, serial number of a card. Never an address.
  subject_fingerprint bytea not null constraint external_identities_fingerprint_size check (octet_length(subject_fingerprint) = 32),
  subject bytea not null,
  person_id uuid not null,
  linked_at timestamptz not null,
  last_seen_at timestamptz,
  -- Duties that the person's groups speak for. Proposed, never given.
  proposed_roles text[] not null default '{}',
  primary key (source_id, subject_fingerprint),
  constraint external_identities_one_each unique (source_id, person_id)
);
create index external_identities_by_person on external_identities (person_id);
alter table external_identities enable row level security;
create policy external_identities_self on external_identities for select to nexus_app using (person_id = current_person_id());
create policy external_identities_seen on external_identities for select to nexus_app
  using (has_role('administrator') or has_role('officer'));
-- Nobody links an account to themselves: that would be a second way into the same duties, given by oneself.
create policy external_identities_linked on external_identities for insert to nexus_app
  with check (has_role('administrator') and person_id <> current_person_id());
create policy external_identities_unlinked on external_identities for delete to nexus_app using (has_role('administrator'));
create policy external_identities_kept on external_identities to nexus_worker using (true) with check (true);
grant select, insert, delete on external_identities to nexus_app;
grant select, insert, delete, update (last_seen_at, proposed_roles) on external_identities to nexus_worker;

-- Before anybody is known: what the sign-in page and the checks behind it need. The settings stay sealed.
create function active_sign_in_sources() returns table (id uuid, kind text, settings bytea, version integer)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select s.id, s.kind, s.settings, s.version from sign_in_sources s where s.is_on order by s.created_at, s.id;
  $$;
revoke execute on function active_sign_in_sources() from public;
grant execute on function active_sign_in_sources() to nexus_app, nexus_worker;

create function find_external_identity(source uuid, fingerprint bytea) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select person_id from external_identities where source_id = source and subject_fingerprint = fingerprint);
revoke execute on function find_external_identity(uuid, bytea) from public;
grant execute on function find_external_identity(uuid, bytea) to nexus_app, nexus_worker;
