-- Everything that is kept of a document carries its label. What was here before has the one label that there was; a constant default is no
-- rewriting of the tables.
alter table folders add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table document_places add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table document_parts add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table watched_folders add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table unfinished_uploads add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table folders alter column label_id drop default;
alter table document_places alter column label_id drop default;
alter table document_parts alter column label_id drop default;
alter table watched_folders alter column label_id drop default;
alter table unfinished_uploads alter column label_id drop default;

-- A folder, a place, a content known by its hash: each is looked for among what carries the same label, and is made anew under another. So
-- what is hidden from an uploader can neither refuse nor answer: with another label the same path and the same bytes are another document.
alter table folders drop constraint folders_space_id_path_fingerprint_key;
alter table folders add constraint folders_place unique (space_id, label_id, path_fingerprint);
drop index documents_place;
create unique index documents_place on documents (space_id, label_id, place_fingerprint) where state = 'active';
alter table document_places drop constraint document_places_space_id_place_fingerprint_key;
alter table document_places add constraint document_places_place unique (space_id, label_id, place_fingerprint);
alter table watched_folders drop constraint watched_folders_space_id_path_fingerprint_key;
alter table watched_folders add constraint watched_folders_place unique (space_id, label_id, path_fingerprint);

-- What was attached outlives its mail when whoever deletes the mail may not see it.
alter table documents drop constraint documents_parent_document_id_fkey;
alter table documents add constraint documents_parent_document_id_fkey
  foreign key (parent_document_id) references documents (id) on delete set null;
alter table document_places drop constraint document_places_parent_document_id_fkey;
alter table document_places add constraint document_places_parent_document_id_fkey
  foreign key (parent_document_id) references documents (id) on delete set null;

-- The label that the document says of itself by its markings; a person confirms or dismisses it. What stood there is content.
alter table documents
  add column suggested_label_id uuid,
  add column suggestion bytea,
  add column suggestion_state text constraint documents_suggestion_state check (suggestion_state in ('open', 'confirmed', 'dismissed'));

-- Requests to give a document another label. Raising is one person's act. Lowering (a lower level, a compartment fewer, more people) needs a
-- second person who is not the first.
create table reclassifications (
  id uuid primary key,
  document_id uuid not null,
  space_id uuid not null,
  from_label_id uuid not null,
  to_label_id uuid not null constraint reclassifications_change check (to_label_id <> from_label_id),
  kind text not null constraint reclassifications_kind check (kind in ('raise', 'lower')),
  state text not null constraint reclassifications_state
    check (state in ('requested', 'approved', 'applied', 'rejected', 'withdrawn', 'overtaken')),
  reason bytea,
  requested_by uuid not null,
  requested_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_note bytea,
  applied_at timestamptz,
  constraint reclassifications_two_people check (kind = 'raise' or decided_by is null or decided_by <> requested_by),
  constraint reclassifications_lowering_has_reason check (kind = 'raise' or reason is not null),
  constraint reclassifications_approved_by_somebody check (kind = 'raise' or state not in ('approved', 'applied') or decided_by is not null),
  constraint reclassifications_decided check ((decided_by is null) = (decided_at is null))
);
create unique index reclassifications_one_open on reclassifications (document_id) where state in ('requested', 'approved');
create index reclassifications_by_space on reclassifications (space_id, id desc);
create index reclassifications_by_state on reclassifications (state) where state in ('requested', 'approved');

create function check_reclassification() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> (case when new.kind = 'raise' then 'approved' else 'requested' end) or new.decided_by is not null then
      raise exception 'a request begins as one' using errcode = 'check_violation', constraint = 'reclassifications_begin', table = 'reclassifications';
    end if;
    -- What is called raising has to be raising: else one person alone could lower.
    if (new.kind = 'raise') <> label_covers(new.to_label_id, new.from_label_id) then
      raise exception 'the kind is not that of the labels' using errcode = 'check_violation', constraint = 'reclassifications_kind_is_true', table = 'reclassifications';
    end if;
    return new;
  end if;
  if (new.id, new.document_id, new.space_id, new.from_label_id, new.to_label_id, new.kind, new.requested_by, new.requested_at)
     is distinct from (old.id, old.document_id, old.space_id, old.from_label_id, old.to_label_id, old.kind, old.requested_by, old.requested_at)
     or new.reason is distinct from old.reason
     or (old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at)) then
    raise exception 'a request stays what it was' using errcode = 'restrict_violation', constraint = 'reclassifications_stay', table = 'reclassifications';
  end if;
  if not (old.state = new.state
      or (old.state = 'requested' and new.state in ('approved', 'rejected', 'withdrawn', 'overtaken'))
      or (old.state = 'approved' and new.state in ('applied', 'overtaken'))) then
    raise exception 'a request does not go back' using errcode = 'check_violation', constraint = 'reclassifications_states', table = 'reclassifications';
  end if;
  return new;
end $$;
create trigger reclassifications_checked before insert or update on reclassifications
  for each row execute function check_reclassification();
create trigger reclassifications_kept before delete or truncate on reclassifications execute function refuse_change();

-- A document enters a space below its ceiling, carries at least what the document carries that it was attached to, and changes its label
-- only by a request that holds.
create function check_document_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'UPDATE' and new.label_id = old.label_id then return new; end if;
  -- What is attached to a document comes in with it.
  if new.parent_document_id is null and not space_allows_label(new.space_id, new.label_id) then
    raise exception 'above the ceiling of the space' using errcode = 'check_violation', constraint = 'documents_below_ceiling', table = 'documents';
  end if;
  if exists (
    select from documents p
    where p.id = any (array(
        select l.parent_document_id from document_places l
        where tg_op = 'UPDATE' and l.document_id = new.id and l.parent_document_id is not null) || new.parent_document_id)
      and p.state = 'active' and not label_covers(new.label_id, p.label_id)) then
    raise exception 'below what it was attached to' using errcode = 'check_violation', constraint = 'documents_cover_parent', table = 'documents';
  end if;
  if tg_op = 'UPDATE' and not exists (
    select from reclassifications r
    where r.state = 'approved' and r.to_label_id = new.label_id and r.from_label_id = old.label_id and r.document_id = new.id
      and (r.kind = 'raise' or (r.decided_by is not null and r.decided_by <> r.requested_by))) then
    raise exception 'no request that holds' using errcode = 'restrict_violation', constraint = 'documents_label_by_request', table = 'documents';
  end if;
  return new;
end $$;
create trigger documents_label_checked before insert or update of label_id on documents
  for each row execute function check_document_label();

-- Versions and places follow their document, parts their version, whoever writes them.
create function follow_document_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update document_versions set label_id = new.label_id where document_id = new.id;
  update document_places set label_id = new.label_id where document_id = new.id;
  update document_parts p set label_id = new.label_id from document_versions v where v.document_id = new.id and p.version_id = v.id;
  return null;
end $$;
create trigger documents_label_followed after update of label_id on documents
  for each row when (new.label_id is distinct from old.label_id) execute function follow_document_label();

create function take_document_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  held uuid;
begin
  -- Locked, so that a document does not change its label while something is added to it.
  select label_id into held from documents where id = new.document_id for share;
  new.label_id := held;
  return new;
end $$;
create trigger document_versions_label before insert on document_versions for each row execute function take_document_label();
create trigger document_places_label before insert on document_places for each row execute function take_document_label();

create function take_version_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  select label_id into strict new.label_id from document_versions where id = new.version_id;
  return new;
end $$;
create trigger document_parts_label before insert on document_parts for each row execute function take_version_label();

-- Read by members whose clearance dominates the label; written by owners and analysts under labels that they may read.
do $$
declare name text;
begin
  foreach name in array array['folders', 'documents', 'document_versions', 'document_parts', 'document_places'] loop
    execute format('drop policy %I on %I', name || '_read', name);
    execute format(
      'create policy %I on %I for select to nexus_app using (space_id in (select readable_space_ids()) and label_id in (select readable_label_ids()))',
      name || '_read', name);
  end loop;
  foreach name in array array['folders', 'documents', 'document_versions', 'document_places'] loop
    execute format('drop policy %I on %I', name || '_add', name);
    execute format(
      'create policy %I on %I for insert to nexus_app with check (space_id in (select space_ids_with_role(''owner'', ''analyst'')) and label_id in (select readable_label_ids()))',
      name || '_add', name);
  end loop;
  foreach name in array array['documents', 'document_versions'] loop
    execute format('drop policy %I on %I', name || '_edit', name);
    execute format(
      'create policy %I on %I for update to nexus_app
         using (space_id in (select space_ids_with_role(''owner'', ''analyst'')) and label_id in (select readable_label_ids()))
         with check (space_id in (select space_ids_with_role(''owner'', ''analyst'')) and label_id in (select readable_label_ids()))',
      name || '_edit', name);
  end loop;
end $$;
drop policy document_places_remove on document_places;
create policy document_places_remove on document_places for delete to nexus_app
  using (space_id in (select space_ids_with_role('owner', 'analyst')) and label_id in (select readable_label_ids()));

-- A path of the server's disk is for owners, who add it; and what a folder feeds is for those who may read it.
drop policy watched_folders_read on watched_folders;
drop policy watched_folders_edit on watched_folders;
create policy watched_folders_edit on watched_folders to nexus_app
  using (space_id in (select space_ids_with_role('owner')) and label_id in (select readable_label_ids()))
  with check (space_id in (select space_ids_with_role('owner')) and label_id in (select readable_label_ids()));

drop policy unfinished_uploads_own on unfinished_uploads;
create policy unfinished_uploads_own on unfinished_uploads to nexus_app
  using (created_by = (select current_person_id()) and space_id in (select space_ids_with_role('owner', 'analyst'))
    and label_id in (select readable_label_ids()))
  with check (created_by = (select current_person_id()) and space_id in (select space_ids_with_role('owner', 'analyst'))
    and label_id in (select readable_label_ids()));

-- No request moves a document to another space or label: only the job does, by a request that holds.
revoke update on documents, document_versions from nexus_app;
grant update (folder_id, parent_document_id, file_name, place_fingerprint, state, version, updated_at, suggestion_state)
  on documents to nexus_app;
grant update (state, reason, detail, attempts, progress_done, progress_total, finished_at) on document_versions to nexus_app;

alter table reclassifications enable row level security;
alter table reclassifications force row level security;
create policy reclassifications_worker on reclassifications to nexus_worker using (true) with check (true);
create policy reclassifications_owner on reclassifications to nexus_owner using (true) with check (true);
-- Officers, who see no document, see the requests; in a space, whoever may read both labels, and the document.
create policy reclassifications_read on reclassifications for select to nexus_app using (
  (select has_role('officer'))
  or (space_id in (select readable_space_ids()) and from_label_id in (select readable_label_ids()) and to_label_id in (select readable_label_ids())
      and exists (select from documents d where d.id = document_id)));
create policy reclassifications_ask on reclassifications for insert to nexus_app with check (
  requested_by = (select current_person_id())
  and (((select has_role('officer')) and kind = 'raise')
    or (space_id in (select space_ids_with_role('owner', 'analyst'))
        and from_label_id in (select readable_label_ids()) and to_label_id in (select readable_label_ids())
        and (kind = 'lower' or space_id in (select space_ids_with_role('owner'))))));
create policy reclassifications_decide on reclassifications for update to nexus_app
  using ((select has_role('officer'))
    or (space_id in (select readable_space_ids()) and from_label_id in (select readable_label_ids()) and to_label_id in (select readable_label_ids())))
  with check (
    -- The one who asked takes it back; somebody else, an owner who reads both or an officer, decides.
    (state = 'withdrawn' and requested_by = (select current_person_id()) and decided_by is null)
    or (state in ('approved', 'rejected') and decided_by = (select current_person_id()) and requested_by <> (select current_person_id())
        and ((select has_role('officer')) or space_id in (select space_ids_with_role('owner')))));
grant select, insert on reclassifications to nexus_app;
grant update (state, decided_by, decided_at, decision_note) on reclassifications to nexus_app;
grant select, insert, update on reclassifications to nexus_worker;

-- Where a document is, for an officer who asks why somebody may or may not read it, or raises it: ids alone.
create function document_for_officer(wanted uuid) returns table (space_id uuid, label_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select d.space_id, d.label_id from documents d where d.id = wanted and d.state = 'active' and has_role('officer')
  $$;
grant execute on function document_for_officer(uuid) to nexus_app;
