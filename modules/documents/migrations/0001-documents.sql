-- Folders, documents and file names are content: sealed. Look-ups by equality go over keyed fingerprints.
create table folders (
  id uuid primary key,
  space_id uuid not null,
  parent_id uuid references folders (id),
  name bytea not null,
  path_fingerprint bytea not null,
  created_at timestamptz not null default now(),
  unique (space_id, path_fingerprint)
);

create table documents (
  id uuid primary key,
  space_id uuid not null,
  label_id uuid not null,
  folder_id uuid references folders (id),
  parent_document_id uuid references documents (id),
  file_name bytea not null,
  -- Keyed hash of folder and file name: a second file at one place is a new version of the first.
  place_fingerprint bytea not null,
  current_version_id uuid,
  state text not null default 'active' check (state in ('active', 'deleting')),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index documents_place on documents (space_id, place_fingerprint) where state = 'active';
create index documents_by_space on documents (space_id, id);
create index documents_by_parent on documents (parent_document_id);

create table document_versions (
  id uuid primary key,
  document_id uuid not null references documents (id) on delete cascade,
  number integer not null,
  space_id uuid not null,
  label_id uuid not null,
  blob_id uuid not null,
  size_bytes bigint not null,
  content_fingerprint bytea not null,
  state text not null check (state in ('queued', 'reading', 'ready', 'failed', 'cancelled', 'superseded')),
  reason text,
  detail bytea,
  format text,
  language text,
  parts integer,
  passages integer,
  day integer,
  metadata bytea,
  progress_done integer not null default 0,
  progress_total integer,
  attempts integer not null default 0,
  created_by uuid,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (document_id, number)
);
create index document_versions_waiting on document_versions (created_at) where state in ('queued', 'reading');
create index document_versions_by_content on document_versions (space_id, content_fingerprint);
create index document_versions_by_state on document_versions (space_id, state);

-- What was read, part by part: the blocks with their places (sealed), and how well it went.
create table document_parts (
  version_id uuid not null references document_versions (id) on delete cascade,
  part integer not null,
  space_id uuid not null,
  kind text not null,
  method text not null,
  characters integer not null,
  confidence real,
  garbage real,
  content bytea,
  notes bytea,
  primary key (version_id, part)
);

create table watched_folders (
  id uuid primary key,
  space_id uuid not null,
  path bytea not null,
  path_fingerprint bytea not null,
  state text not null default 'active' check (state in ('active', 'paused', 'unreachable')),
  created_by uuid,
  created_at timestamptz not null default now(),
  scanned_at timestamptz,
  unique (space_id, path_fingerprint)
);

create table watched_files (
  watched_folder_id uuid not null references watched_folders (id) on delete cascade,
  path_fingerprint bytea not null,
  size_bytes bigint not null,
  modified_ms bigint not null,
  document_id uuid,
  primary key (watched_folder_id, path_fingerprint)
);

do $$
declare name text;
begin
  foreach name in array array['folders', 'documents', 'document_versions', 'document_parts', 'watched_folders', 'watched_files'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('grant select, insert, update, delete on %I to nexus_worker', name);
  end loop;
  -- Whoever is a member reads; owners and analysts write.
  foreach name in array array['folders', 'documents', 'document_versions', 'document_parts', 'watched_folders'] loop
    execute format('create policy %I on %I for select to nexus_app using (space_id in (select readable_space_ids()))', name || '_read', name);
    execute format('grant select on %I to nexus_app', name);
  end loop;
  foreach name in array array['folders', 'documents', 'document_versions'] loop
    execute format(
      'create policy %I on %I for insert to nexus_app with check (space_id in (select space_ids_with_role(''owner'', ''analyst'')))',
      name || '_add', name);
    execute format('grant insert on %I to nexus_app', name);
  end loop;
  foreach name in array array['documents', 'document_versions'] loop
    execute format(
      'create policy %I on %I for update to nexus_app using (space_id in (select space_ids_with_role(''owner'', ''analyst''))) with check (space_id in (select space_ids_with_role(''owner'', ''analyst'')))',
      name || '_edit', name);
    execute format('grant update on %I to nexus_app', name);
  end loop;
end $$;

create policy watched_folders_edit on watched_folders to nexus_app
  using (space_id in (select space_ids_with_role('owner'))) with check (space_id in (select space_ids_with_role('owner')));
grant insert, update, delete on watched_folders to nexus_app;
