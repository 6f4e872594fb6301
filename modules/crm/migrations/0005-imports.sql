-- Files that people bring in: read row by row, first without effect, then for real, and again from where it stopped.
create table crm_imports (
  id uuid primary key,
  kind text not null check (kind in ('customers', 'contacts', 'opportunities')),
  state text not null check (state in ('uploaded', 'checking', 'checked', 'importing', 'done', 'failed', 'cancelled')),
  file_name text not null,
  bytes bigint not null,
  encoding text not null check (encoding in ('utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15')),
  delimiter text not null check (char_length(delimiter) = 1),
  header text[] not null,
  sample jsonb not null,
  -- Field of ours -> name of the column.
  mapping jsonb,
  partner_id uuid,
  rows_read integer not null default 0,
  rows_created integer not null default 0,
  rows_updated integer not null default 0,
  rows_unchanged integer not null default 0,
  rows_failed integer not null default 0,
  failure text,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index crm_imports_newest on crm_imports (created_at desc, id);

-- What is wrong with which row; the first thousand of them.
create table crm_import_errors (
  import_id uuid not null references crm_imports (id),
  line integer not null,
  field text not null,
  code text not null,
  value text not null default '',
  primary key (import_id, line, field)
);
-- External ids of the file so far, to find the same one twice.
create table crm_import_seen (
  import_id uuid not null references crm_imports (id),
  external_id text not null,
  line integer not null,
  content_hash bytea not null,
  primary key (import_id, external_id)
);

do $policies$
declare
  t text;
begin
  foreach t in array array['crm_imports', 'crm_import_errors', 'crm_import_seen'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', t || '_worker', t);
    execute format('grant select, insert, update, delete on %I to nexus_worker', t);
  end loop;
end $policies$;
create policy crm_imports_read on crm_imports for select to nexus_app
  using ((select acts_for_network('owner', 'channel_manager', 'support')));
create policy crm_imports_add on crm_imports for insert to nexus_app
  with check ((select acts_for_network('owner', 'channel_manager', 'support')));
create policy crm_imports_edit on crm_imports for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager', 'support')));
create policy crm_import_errors_read on crm_import_errors for select to nexus_app
  using ((select acts_for_network('owner', 'channel_manager', 'support')));
grant select, insert on crm_imports to nexus_app;
grant update (state, mapping, version) on crm_imports to nexus_app;
grant select on crm_import_errors to nexus_app;
