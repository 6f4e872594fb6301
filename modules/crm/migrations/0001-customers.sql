-- Who buys, or may. Keys are normalised so that one company under three spellings is found.
create table customers (
  id uuid primary key,
  name text not null check (char_length(name) between 1 and 300),
  domain text check (domain = lower(domain)),
  tax_id bytea,
  tax_id_fingerprint bytea,
  country text not null check (country ~ '^[a-z]{2}$'),
  region text,
  city text,
  postcode text,
  segment text check (segment ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  phone text,
  website text,
  -- Name and postcode without accents, case, punctuation and legal form.
  name_key text not null,
  search_key text not null,
  -- The partner whose customer it is; null is the network's own.
  partner_id uuid,
  owner_id uuid,
  -- The name of the row in the system that it was imported from.
  external_id text,
  content_hash bytea,
  merged_into uuid references customers (id),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint customers_tax_id_whole check ((tax_id is null) = (tax_id_fingerprint is null)),
  constraint customers_not_into_itself check (merged_into is distinct from id)
);
create unique index customers_external_id on customers (external_id) where external_id is not null;
create index customers_by_domain on customers (domain) where merged_into is null and domain is not null;
create index customers_by_tax_id on customers (tax_id_fingerprint) where merged_into is null and tax_id_fingerprint is not null;
create index customers_by_name_key on customers (name_key) where merged_into is null;
create index customers_by_name on customers (search_key, id) where merged_into is null;
create index customers_by_partner on customers (partner_id, search_key, id) where merged_into is null;
create index customers_by_update on customers (updated_at desc, id) where merged_into is null;

create table contacts (
  id uuid primary key,
  customer_id uuid not null references customers (id),
  name text not null check (char_length(name) between 1 and 200),
  email text,
  phone text,
  position text,
  language text check (language in ('es', 'en')),
  is_decision_maker boolean not null default false,
  partner_id uuid,
  external_id text,
  content_hash bytea,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index contacts_external_id on contacts (external_id) where external_id is not null;
create index contacts_of on contacts (customer_id, lower(name), id);
create index contacts_by_email on contacts (lower(email)) where email is not null;

-- What was one in two rows, and who said so.
create table customer_merges (
  id uuid primary key,
  kept_id uuid not null references customers (id),
  merged_id uuid not null references customers (id),
  reason text not null,
  merged_by uuid,
  merged_at timestamptz not null,
  constraint customer_merges_once unique (merged_id)
);
create trigger customer_merges_append_only before update or delete or truncate on customer_merges execute function refuse_change();

do $policies$
declare
  t text;
begin
  foreach t in array array['customers', 'contacts'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', t || '_worker', t);
    execute format('create policy %I on %I for select to nexus_app using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_read', t);
    execute format('create policy %I on %I for insert to nexus_app with check ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_add', t);
    execute format('create policy %I on %I for update to nexus_app using ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[])) with check ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_edit', t);
    execute format('grant select, insert, update on %I to nexus_app, nexus_worker', t);
  end loop;
end $policies$;
alter table customer_merges enable row level security;
create policy customer_merges_worker on customer_merges to nexus_worker using (true) with check (true);
create policy customer_merges_read on customer_merges for select to nexus_app using ((select acts_for_network()));
create policy customer_merges_add on customer_merges for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
grant select, insert on customer_merges to nexus_app, nexus_worker;
