-- Searches that a person keeps; a watched one tells of documents that came since. `seen` holds the versions that the person was told of: ids, as in the log.
create table saved_searches (
  id uuid primary key,
  person_id uuid not null,
  -- Null: every space that the person may read, at the time.
  space_id uuid,
  query bytea not null,
  watched boolean not null default false,
  seen uuid[] not null default '{}',
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
create index saved_searches_by_person on saved_searches (person_id, id desc);

alter table saved_searches enable row level security;
alter table saved_searches force row level security;
create policy saved_searches_own on saved_searches to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
create policy saved_searches_owner on saved_searches to nexus_owner using (true) with check (true);
grant select, insert, update, delete on saved_searches to nexus_app;
