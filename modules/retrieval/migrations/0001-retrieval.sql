-- Passages: the text that is quoted, sealed one by one, so that an answer opens only what it shows.
-- `source_id` is the version of a document that they were cut from; `ordinal` is the number that the index knows them by.
create table passages (
  source_id uuid not null,
  ordinal integer not null check (ordinal >= 0),
  document_id uuid not null,
  space_id uuid not null,
  label_id uuid not null,
  content bytea not null,
  primary key (source_id, ordinal)
);
create index passages_by_document on passages (document_id);

-- One row per cell (space x label): the manifest that says which segments make up its index. Readers compare `version` with
-- what they hold in memory; the row's visibility is what decides over which cells a question runs.
create table index_cells (
  space_id uuid not null,
  label_id uuid not null,
  version bigint not null,
  manifest bytea not null,
  passages bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (space_id, label_id)
);

alter table passages enable row level security;
alter table passages force row level security;
alter table index_cells enable row level security;
alter table index_cells force row level security;

create policy passages_read on passages for select to nexus_app using (space_id in (select readable_space_ids()));
create policy passages_worker on passages to nexus_worker using (true) with check (true);
create policy passages_owner on passages to nexus_owner using (true) with check (true);
create policy index_cells_read on index_cells for select to nexus_app using (space_id in (select readable_space_ids()));
create policy index_cells_worker on index_cells to nexus_worker using (true) with check (true);
create policy index_cells_owner on index_cells to nexus_owner using (true) with check (true);

grant select on passages, index_cells to nexus_app;
grant select, insert, update, delete on passages, index_cells to nexus_worker;
