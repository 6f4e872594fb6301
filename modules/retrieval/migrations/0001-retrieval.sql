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

-- Rebuilding the index of a cell from its passages: asked for by an administrator, done by a job, content-free.
create table index_rebuilds (
  id uuid primary key,
  space_id uuid not null,
  label_id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  passages_done bigint not null default 0,
  passages_total bigint not null,
  requested_by uuid not null,
  requested_at timestamptz not null default now(),
  finished_at timestamptz
);
create unique index index_rebuilds_one_open on index_rebuilds (space_id, label_id) where state in ('queued', 'running');
alter table index_rebuilds enable row level security;
alter table index_rebuilds force row level security;
create policy index_rebuilds_administrator on index_rebuilds to nexus_app
  using (has_role('administrator')) with check (has_role('administrator') and requested_by = current_person_id());
create policy index_rebuilds_worker on index_rebuilds to nexus_worker using (true) with check (true);
create policy index_rebuilds_owner on index_rebuilds to nexus_owner using (true) with check (true);
grant select, insert on index_rebuilds to nexus_app;
grant update (state, finished_at) on index_rebuilds to nexus_app;
grant select, update on index_rebuilds to nexus_worker;
-- Which cells there are, for whoever runs the system: ids and sizes, nothing of what is in them.
create function list_index_cells() returns table (space_id uuid, label_id uuid, passages bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select c.space_id, c.label_id, c.passages from index_cells c where has_role('administrator') $$;
grant execute on function list_index_cells() to nexus_app;
