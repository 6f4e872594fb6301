-- What is sold. Nothing here is secret: columns are ordinary, so that lists search and sort them.
create extension if not exists btree_gist;

create table products (
  id uuid primary key,
  code text not null constraint products_code_key unique check (code ~ '^[a-z0-9][a-z0-9.-]{1,59}$'),
  kind text not null check (kind in ('software', 'module', 'service')),
  service_kind text check (service_kind in ('installation', 'training', 'support', 'consulting', 'upgrade', 'marketplace')),
  name_es text not null check (length(name_es) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  description_es text not null default '' check (length(description_es) <= 4000),
  description_en text not null default '' check (length(description_en) <= 4000),
  product_line text not null check (product_line ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  -- What a licence of it unlocks.
  entitlement text check (entitlement ~ '^[a-z0-9][a-z0-9._-]{0,59}$'),
  -- Whose holders have a royalty on every sale.
  knowledge_asset_id uuid,
  tax_category text not null default 'standard' check (tax_category ~ '^[a-z][a-z0-9-]{0,39}$'),
  state text not null default 'active' check (state in ('active', 'retired')),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  check ((kind = 'service') = (service_kind is not null)),
  check (kind <> 'module' or entitlement is not null)
);

create table price_lists (
  id uuid primary key,
  code text not null constraint price_lists_code_key unique check (code ~ '^[a-z0-9][a-z0-9.-]{1,59}$'),
  name_es text not null check (length(name_es) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_by uuid,
  created_at timestamptz not null,
  unique (id, currency)
);

create table price_plans (
  id uuid primary key,
  product_id uuid not null references products (id),
  code text not null constraint price_plans_code_key unique check (code ~ '^[a-z0-9][a-z0-9.-]{1,59}$'),
  model text not null check (model in ('perpetual', 'annual', 'hybrid', 'consumption', 'service')),
  name_es text not null check (length(name_es) between 1 and 200),
  name_en text not null check (length(name_en) between 1 and 200),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_by uuid,
  created_at timestamptz not null,
  unique (id, model)
);
create index price_plans_by_product on price_plans (product_id);

-- A plan's prices in one list from a day on, until the next version's day. Published once, changed never.
create table price_plan_versions (
  id uuid primary key,
  plan_id uuid not null,
  model text not null,
  price_list_id uuid not null,
  currency text not null,
  number integer not null check (number > 0),
  state text not null default 'draft' check (state in ('draft', 'published')),
  effective_from date not null,
  term_months integer not null check (term_months between 1 and 120),
  -- Yearly maintenance as a share of the licence: 15 to 20 %, or none.
  maintenance_ppm integer not null default 0 check (maintenance_ppm = 0 or maintenance_ppm between 150000 and 200000),
  entitlements text[] not null default '{}',
  -- Most of a unit that a licence allows, by unit, where it is not what was quoted.
  limits jsonb not null default '{}' check (jsonb_typeof(limits) = 'object'),
  created_by uuid,
  created_at timestamptz not null,
  published_by uuid,
  published_at timestamptz,
  foreign key (plan_id, model) references price_plans (id, model),
  foreign key (price_list_id, currency) references price_lists (id, currency),
  constraint price_plan_versions_number_key unique (plan_id, price_list_id, number),
  constraint maintenance_of_bought_licences check (maintenance_ppm = 0 or model in ('perpetual', 'hybrid')),
  check ((state = 'published') = (published_at is not null))
);
create unique index price_plan_versions_one_a_day on price_plan_versions (plan_id, price_list_id, effective_from) where state = 'published';

create table price_components (
  id uuid primary key,
  plan_version_id uuid not null references price_plan_versions (id) on delete cascade,
  ordinal integer not null check (ordinal > 0),
  charge text not null check (charge in ('once', 'yearly', 'monthly', 'usage')),
  unit text not null check (unit in (
    'contract', 'user', 'module', 'site', 'patient', 'transaction', 'analysis', 'ai_query', 'gb', 'active_user', 'hour', 'day')),
  scheme text not null check (scheme in ('flat', 'graduated', 'volume')),
  included bigint not null default 0 check (included >= 0),
  per_units bigint not null default 1 check (per_units > 0),
  unique (plan_version_id, ordinal),
  -- One price for a unit and charge: otherwise nobody could say which one a quantity is for.
  constraint price_components_one_price unique (plan_version_id, charge, unit),
  check (charge <> 'usage' or unit <> 'contract')
);

create table price_tiers (
  component_id uuid not null references price_components (id) on delete cascade,
  from_quantity bigint not null check (from_quantity >= 0),
  price_minor bigint not null check (price_minor >= 0),
  flat_minor bigint not null default 0 check (flat_minor >= 0),
  primary key (component_id, from_quantity)
);

-- Rates as dated data: what a country or region takes of a category on a day. Never two at once.
create table tax_rates (
  id uuid primary key,
  country text not null check (country ~ '^[A-Z]{2}$'),
  region text not null default '' check (length(region) <= 60),
  category text not null check (category ~ '^[a-z][a-z0-9-]{0,39}$'),
  name text not null check (length(name) between 1 and 60),
  rate_ppm integer not null check (rate_ppm between 0 and 1000000),
  valid daterange not null check (not isempty(valid) and lower(valid) is not null),
  created_by uuid,
  created_at timestamptz not null,
  constraint tax_rates_one_at_a_time exclude using gist (country with =, region with =, category with =, valid with &&)
);

-- Up to which discount somebody of a role needs nobody else.
create table discount_limits (
  role text primary key,
  limit_ppm integer not null check (limit_ppm between 0 and 1000000)
);
insert into discount_limits (role, limit_ppm) values
  ('affiliate', 0), ('technician', 0), ('support', 0), ('partner_seller', 50000), ('partner_admin', 100000),
  ('finance', 150000), ('channel_manager', 200000), ('owner', 300000);

create function refuse_published_price_change() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.state = 'published' then
    raise exception 'a published price is never changed' using errcode = '23514', constraint = 'published_price_is_final';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if new.state = 'published' and (
    not exists (select from price_components c where c.plan_version_id = new.id)
    or exists (
      select from price_components c where c.plan_version_id = new.id
        and not exists (select from price_tiers t where t.component_id = c.id and t.from_quantity = 0))
  ) then
    raise exception 'a price has components, each with a tier from 0' using errcode = '23514', constraint = 'published_price_is_whole';
  end if;
  return new;
end $$;
create trigger price_plan_versions_final before update or delete on price_plan_versions
  for each row execute function refuse_published_price_change();

create function refuse_published_component_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parent uuid;
begin
  if tg_table_name = 'price_components' then
    parent := case when tg_op = 'DELETE' then old.plan_version_id else new.plan_version_id end;
  else
    select c.plan_version_id into parent from price_components c
      where c.id = case when tg_op = 'DELETE' then old.component_id else new.component_id end;
  end if;
  if exists (select from price_plan_versions v where v.id = parent and v.state = 'published') then
    raise exception 'a published price is never changed' using errcode = '23514', constraint = 'published_price_is_final';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger price_components_final before insert or update or delete on price_components
  for each row execute function refuse_published_component_change();
create trigger price_tiers_final before insert or update or delete on price_tiers
  for each row execute function refuse_published_component_change();

alter table products enable row level security;
alter table price_lists enable row level security;
alter table price_plans enable row level security;
alter table price_plan_versions enable row level security;
alter table price_components enable row level security;
alter table price_tiers enable row level security;
alter table tax_rates enable row level security;
alter table discount_limits enable row level security;

-- Everybody who acts for an organisation reads what is sold; drafts are the office's.
create function acts_for_any() returns boolean
  language sql stable
  return cardinality(acting_organisation_ids()) > 0;

create policy products_read on products for select to nexus_app using ((select acts_for_any()));
create policy products_write on products for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy products_edit on products for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy price_lists_read on price_lists for select to nexus_app using ((select acts_for_any()));
create policy price_lists_write on price_lists for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy price_lists_edit on price_lists for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy price_plans_read on price_plans for select to nexus_app using ((select acts_for_any()));
create policy price_plans_write on price_plans for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy price_plans_edit on price_plans for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy price_plan_versions_read on price_plan_versions for select to nexus_app
  using ((state = 'published' and (select acts_for_any())) or (select acts_for_network()));
create policy price_plan_versions_write on price_plan_versions for insert to nexus_app
  with check ((select acts_for_network('owner', 'channel_manager')));
create policy price_plan_versions_edit on price_plan_versions for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager')));
create policy price_plan_versions_remove on price_plan_versions for delete to nexus_app
  using ((select acts_for_network('owner', 'channel_manager')));
create policy price_components_read on price_components for select to nexus_app
  using (exists (select from price_plan_versions v where v.id = plan_version_id));
create policy price_components_write on price_components for insert to nexus_app
  with check ((select acts_for_network('owner', 'channel_manager')));
create policy price_tiers_read on price_tiers for select to nexus_app
  using (exists (select from price_components c where c.id = component_id));
create policy price_tiers_write on price_tiers for insert to nexus_app
  with check ((select acts_for_network('owner', 'channel_manager')));
create policy tax_rates_read on tax_rates for select to nexus_app using ((select acts_for_any()));
create policy tax_rates_write on tax_rates for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy tax_rates_edit on tax_rates for update to nexus_app using ((select acts_for_network('owner', 'finance')));
create policy discount_limits_read on discount_limits for select to nexus_app using ((select acts_for_any()));
create policy discount_limits_edit on discount_limits for update to nexus_app using ((select acts_for_network('owner')));

create policy products_worker on products to nexus_worker using (true) with check (true);
create policy price_lists_worker on price_lists to nexus_worker using (true) with check (true);
create policy price_plans_worker on price_plans to nexus_worker using (true) with check (true);
create policy price_plan_versions_worker on price_plan_versions to nexus_worker using (true) with check (true);
create policy price_components_worker on price_components to nexus_worker using (true) with check (true);
create policy price_tiers_worker on price_tiers to nexus_worker using (true) with check (true);
create policy tax_rates_worker on tax_rates to nexus_worker using (true) with check (true);
create policy discount_limits_worker on discount_limits to nexus_worker using (true) with check (true);

grant select, insert, update on products, price_lists, price_plans, tax_rates to nexus_app, nexus_worker;
grant select, insert, update, delete on price_plan_versions to nexus_app, nexus_worker;
grant select, insert on price_components, price_tiers to nexus_app, nexus_worker;
grant select, update on discount_limits to nexus_app, nexus_worker;
grant execute on function acts_for_any() to nexus_app, nexus_worker;
