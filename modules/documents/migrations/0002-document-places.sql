-- One document, many places: the same bytes at a second path of a space are the same document. Every place has a row here; the columns of
-- `documents` repeat the main one (folder, name, what it is attached to), which lists show and the index knows.
create table document_places (
  -- The first place of a document has the document's id; so its name, sealed for that id, is the same bytes in both tables.
  id uuid primary key,
  document_id uuid not null references documents (id) on delete cascade,
  space_id uuid not null,
  parent_document_id uuid references documents (id),
  folder_id uuid references folders (id),
  file_name bytea not null,
  place_fingerprint bytea not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  unique (space_id, place_fingerprint)
);
create index document_places_by_document on document_places (document_id);
create index document_places_by_parent on document_places (parent_document_id) where parent_document_id is not null;
create index document_places_by_folder on document_places (folder_id) where folder_id is not null;

insert into document_places (id, document_id, space_id, parent_document_id, folder_id, file_name, place_fingerprint, created_by, created_at)
  select id, id, space_id, parent_document_id, folder_id, file_name, place_fingerprint, created_by, created_at
  from documents where state = 'active';

alter table document_places enable row level security;
alter table document_places force row level security;
create policy document_places_worker on document_places to nexus_worker using (true) with check (true);
create policy document_places_owner on document_places to nexus_owner using (true) with check (true);
create policy document_places_read on document_places for select to nexus_app using (space_id in (select readable_space_ids()));
create policy document_places_add on document_places for insert to nexus_app
  with check (space_id in (select space_ids_with_role('owner', 'analyst')));
create policy document_places_remove on document_places for delete to nexus_app
  using (space_id in (select space_ids_with_role('owner', 'analyst')));
grant select, insert, update, delete on document_places to nexus_worker;
grant select, insert, delete on document_places to nexus_app;
