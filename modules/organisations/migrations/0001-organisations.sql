-- The network, the organisations of its partners, and who acts in them. Policies of other modules ask the functions at the end.

create table organisations (
  id uuid primary key,
  kind text not null constraint organisations_kind_known check (kind in ('network', 'partner')),
  name text not null constraint organisations_name_size check (length(btrim(name)) between 1 and 200),
  -- ISO 3166-1; the network may stand above countries.
  country text constraint organisations_country_form check (country ~ '^[A-Z]{2}$'),
  state text not null default 'active' constraint organisations_state_known check (state in ('active', 'suspended', 'closed')),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  -- Lets members say which roles fit.
  constraint organisations_id_kind unique (id, kind)
);
create unique index organisations_one_network on organisations (kind) where kind = 'network';
create index organisations_by_name on organisations (lower(name));
alter table organisations enable row level security;

create table organisation_members (
  organisation_id uuid not null,
  kind text not null,
  person_id uuid not null,
  role text not null,
  added_by uuid,
  added_at timestamptz not null,
  primary key (organisation_id, person_id, role),
  constraint organisation_members_of foreign key (organisation_id, kind) references organisations (id, kind),
  constraint organisation_members_role_fits check (
    kind = 'network' and role in ('owner', 'finance', 'channel_manager', 'support')
    or kind = 'partner' and role in ('partner_admin', 'partner_seller', 'affiliate', 'technician'))
);
create index organisation_members_by_person on organisation_members (person_id);
alter table organisation_members enable row level security;

create function acting_organisation_ids() returns uuid[]
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  return coalesce((
    select array_agg(distinct o.id) from organisation_members m join organisations o on o.id = m.organisation_id
    where m.person_id = current_person_id() and o.state = 'active' and state_of_person(m.person_id) = 'active'), '{}');

create function acts_in(organisation uuid, variadic roles text[] default '{}') returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  return exists (
    select from organisation_members m join organisations o on o.id = m.organisation_id
    where m.person_id = current_person_id() and o.id = acts_in.organisation and o.state = 'active'
      and (cardinality(acts_in.roles) = 0 or m.role = any (acts_in.roles)) and state_of_person(m.person_id) = 'active');

create function acts_for_network(variadic roles text[] default '{}') returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  return exists (
    select from organisation_members m join organisations o on o.id = m.organisation_id
    where m.person_id = current_person_id() and m.kind = 'network' and o.state = 'active'
      and (cardinality(acts_for_network.roles) = 0 or m.role = any (acts_for_network.roles))
      and state_of_person(m.person_id) = 'active');
grant execute on function acting_organisation_ids(), acts_in(uuid, text[]), acts_for_network(text[])
  to nexus_app, nexus_worker, nexus_auditor;

create policy organisations_own on organisations for select to nexus_app
  using (id = any ((select acting_organisation_ids())::uuid[]));
create policy organisations_network on organisations for select to nexus_app using ((select acts_for_network()));
create policy organisations_opened on organisations for insert to nexus_app
  with check (kind = 'partner' and acts_for_network('owner', 'channel_manager'));
create policy organisations_changed on organisations for update to nexus_app
  using (acts_for_network('owner', 'channel_manager')
         or acts_in(id, 'partner_admin'))
  with check (acts_for_network('owner', 'channel_manager') or acts_in(id, 'partner_admin'));
create policy organisations_system on organisations to nexus_worker using (true) with check (true);
grant select, insert on organisations to nexus_app;
grant update (name, country, state, version) on organisations to nexus_app;
grant select, insert, update on organisations to nexus_worker;

-- A partner's administrator may name the organisation and its country, but does not decide whether it is active.
create function organisations_state_guard() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.state <> old.state and (old.kind = 'network' or not (acts_for_network('owner', 'channel_manager') or current_person_id() is null)) then
    raise exception 'only the network decides on the state of a partner'
      using errcode = 'check_violation', constraint = 'organisations_state_by_network', table = 'organisations';
  end if;
  return new;
end $$;
create trigger organisations_state_guard before update on organisations
  for each row execute function organisations_state_guard();

create policy organisation_members_own on organisation_members for select to nexus_app
  using (organisation_id = any ((select acting_organisation_ids())::uuid[]));
create policy organisation_members_network on organisation_members for select to nexus_app using ((select acts_for_network()));
create policy organisation_members_added on organisation_members for insert to nexus_app
  with check (case kind
    when 'network' then acts_for_network('owner')
    else acts_for_network('owner', 'channel_manager') or acts_in(organisation_id, 'partner_admin') end);
create policy organisation_members_removed on organisation_members for delete to nexus_app
  using (person_id <> current_person_id() and case kind
    when 'network' then acts_for_network('owner')
    else acts_for_network('owner', 'channel_manager') or acts_in(organisation_id, 'partner_admin') end);
create policy organisation_members_system on organisation_members to nexus_worker using (true) with check (true);
grant select, insert, delete on organisation_members to nexus_app, nexus_worker;

-- Two owners who remove each other at the same moment wait for each other here, and the second one fails.
create function network_keeps_an_owner() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.role <> 'owner' then return null; end if;
  perform 1 from organisations where id = old.organisation_id for update;
  if not exists (select from organisation_members where organisation_id = old.organisation_id and role = 'owner') then
    raise exception 'the network keeps an owner'
      using errcode = 'check_violation', constraint = 'network_keeps_an_owner', table = 'organisation_members';
  end if;
  return null;
end $$;
create constraint trigger network_keeps_an_owner after delete on organisation_members
  deferrable initially deferred for each row execute function network_keeps_an_owner();
