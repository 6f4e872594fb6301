-- Who acts in which organisation, for databases without the module of the organisations: its three functions over one table.
create table acting_stub_members (
  person_id uuid not null,
  organisation_id uuid not null,
  kind text not null check (kind in ('network', 'partner')),
  role text not null,
  primary key (person_id, organisation_id, role)
);
alter table acting_stub_members enable row level security;

create function acting_organisation_ids() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select coalesce(array_agg(distinct organisation_id), '{}') from acting_stub_members where person_id = current_person_id() $$;

create function acts_for_network(variadic roles text[] default '{}') returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (
    select from acting_stub_members
    where person_id = current_person_id() and kind = 'network' and (cardinality(roles) = 0 or role = any (roles))) $$;

create function acts_in(organisation uuid, variadic roles text[] default '{}') returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select exists (
    select from acting_stub_members
    where person_id = current_person_id() and organisation_id = organisation and (cardinality(roles) = 0 or role = any (roles))) $$;

grant execute on function acting_organisation_ids(), acts_for_network(text[]), acts_in(uuid, text[]) to nexus_app, nexus_worker;
