-- Large files arrive in pieces, so that a cut line costs one piece and not the file. Pieces are sealed on disk like everything else.
create table unfinished_uploads (
  id uuid primary key,
  space_id uuid not null,
  created_by uuid not null,
  path bytea not null,
  size_bytes bigint not null check (size_bytes > 0),
  received_bytes bigint not null default 0 check (received_bytes between 0 and size_bytes),
  document_id uuid,
  version_id uuid,
  outcome text,
  created_at timestamptz not null default now(),
  touched_at timestamptz not null default now()
);
create index unfinished_uploads_by_person on unfinished_uploads (created_by, touched_at);

create table upload_pieces (
  upload_id uuid not null references unfinished_uploads (id) on delete cascade,
  start_byte bigint not null,
  size_bytes bigint not null,
  blob_id uuid not null,
  primary key (upload_id, start_byte)
);

alter table unfinished_uploads enable row level security;
alter table unfinished_uploads force row level security;
alter table upload_pieces enable row level security;
alter table upload_pieces force row level security;
create policy unfinished_uploads_worker on unfinished_uploads to nexus_worker using (true) with check (true);
create policy unfinished_uploads_owner on unfinished_uploads to nexus_owner using (true) with check (true);
create policy upload_pieces_worker on upload_pieces to nexus_worker using (true) with check (true);
create policy upload_pieces_owner on upload_pieces to nexus_owner using (true) with check (true);
-- Only who began an upload goes on with it, and only while they may write in the space.
create policy unfinished_uploads_own on unfinished_uploads to nexus_app
  using (created_by = current_person_id() and space_id in (select space_ids_with_role('owner', 'analyst')))
  with check (created_by = current_person_id() and space_id in (select space_ids_with_role('owner', 'analyst')));
create policy upload_pieces_own on upload_pieces to nexus_app
  using (exists (select from unfinished_uploads u where u.id = upload_id))
  with check (exists (select from unfinished_uploads u where u.id = upload_id));
grant select, insert, update, delete on unfinished_uploads, upload_pieces to nexus_app, nexus_worker;
