-- A space is a compartment of content: a client, a case, a department. Its name is content and sealed.
create table spaces (
  id uuid primary key,
  name bytea not null,
  default_label_id uuid not null,
  state text not null default 'active' check (state in ('active', 'archived')),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now()
);

create table space_members (
  space_id uuid not null references spaces (id) on delete cascade,
  person_id uuid not null,
  role text not null check (role in ('owner', 'analyst', 'reader')),
  added_by uuid,
  added_at timestamptz not null default now(),
  primary key (space_id, person_id)
);
create index space_members_by_person on space_members (person_id, space_id);

-- The two questions that every policy over content asks. They run as the owner, so that they see the member list without its own
-- policies, and they look everything up from the acting person's id. A caller cannot ask on behalf of anybody else.
create function readable_space_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select space_id from space_members where person_id = current_person_id() $$;

create function space_ids_with_role(variadic roles text[]) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select space_id from space_members where person_id = current_person_id() and role = any (roles) $$;

create function is_space_without_members(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select not exists (select 1 from space_members where space_id = wanted) $$;

create function is_space_created_by_me(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (select 1 from spaces where id = wanted and created_by = current_person_id()) $$;

alter table spaces enable row level security;
alter table spaces force row level security;
alter table space_members enable row level security;
alter table space_members force row level security;

create policy spaces_read on spaces for select to nexus_app
  using (id in (select readable_space_ids()));
create policy spaces_create on spaces for insert to nexus_app
  with check (created_by = current_person_id());
create policy spaces_edit on spaces for update to nexus_app
  using (id in (select space_ids_with_role('owner')))
  with check (id in (select space_ids_with_role('owner')));
create policy spaces_owner on spaces to nexus_owner using (true) with check (true);
create policy spaces_worker on spaces to nexus_worker using (true) with check (true);

create policy members_read on space_members for select to nexus_app
  using (space_id in (select readable_space_ids()));
-- The first member of a new space is named by whoever created it, in the same transaction; after that only owners decide.
create policy members_add on space_members for insert to nexus_app
  with check (
    space_id in (select space_ids_with_role('owner'))
    or (is_space_without_members(space_id) and is_space_created_by_me(space_id) and role = 'owner')
  );
create policy members_edit on space_members for update to nexus_app
  using (space_id in (select space_ids_with_role('owner')))
  with check (space_id in (select space_ids_with_role('owner')));
create policy members_remove on space_members for delete to nexus_app
  using (space_id in (select space_ids_with_role('owner')) or person_id = current_person_id());
create policy members_owner on space_members to nexus_owner using (true) with check (true);
create policy members_worker on space_members to nexus_worker using (true) with check (true);

-- A space never loses its last owner. Deferred, so that ownership can be handed over within one transaction; the row lock on the space
-- makes two owners who leave at once wait for each other.
create function ensure_space_keeps_an_owner() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform 1 from spaces where id = old.space_id for update;
  if found and not exists (select 1 from space_members where space_id = old.space_id and role = 'owner') then
    raise exception 'a space keeps at least one owner' using errcode = '23514', constraint = 'space_keeps_an_owner';
  end if;
  return null;
end $$;
create constraint trigger space_keeps_an_owner
  after update or delete on space_members deferrable initially deferred
  for each row execute function ensure_space_keeps_an_owner();

grant select, insert, update on spaces to nexus_app, nexus_worker;
grant select, insert, update, delete on space_members to nexus_app, nexus_worker;
grant execute on function readable_space_ids(), space_ids_with_role(text[]), is_space_without_members(uuid), is_space_created_by_me(uuid)
  to nexus_app;
