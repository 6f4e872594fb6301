-- Rules of deal registration, as versions: a decision names the one that it was made by.
create table deal_rules (
  version integer primary key check (version > 0),
  review_hours integer not null check (review_hours between 1 and 720),
  protection_days integer not null check (protection_days between 1 and 365),
  extension_days integer not null check (extension_days between 1 and 365),
  max_extensions integer not null check (max_extensions between 0 and 10),
  effective_from timestamptz not null
);
insert into deal_rules values (1, 72, 90, 45, 2, '2026-01-01T00:00:00Z');

create table deals (
  id uuid primary key,
  partner_id uuid not null,
  product_line text not null check (product_line ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  state text not null constraint deals_state
    check (state in ('submitted', 'in_review', 'approved', 'won', 'lost', 'expired', 'withdrawn', 'rejected', 'conflicted')),
  customer_name text not null,
  domain text,
  tax_id bytea,
  tax_id_fingerprint bytea,
  country text not null check (country ~ '^[a-z]{2}$'),
  region text,
  postcode text,
  segment text,
  contact_name text not null,
  contact_email text,
  value_minor bigint not null check (value_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  expected_close date,
  -- What shows that the partner works on it.
  evidence text not null check (char_length(evidence) between 10 and 4000),
  rule_version integer not null references deal_rules (version),
  submitted_at timestamptz not null,
  submitted_by uuid,
  review_due_at timestamptz not null,
  protected_from timestamptz,
  protected_until timestamptz,
  extensions integer not null default 0,
  customer_id uuid references customers (id),
  opportunity_id uuid references opportunities (id),
  version integer not null default 1,
  constraint deals_tax_id_whole check ((tax_id is null) = (tax_id_fingerprint is null)),
  constraint deals_protection check ((protected_from is null) = (protected_until is null) and protected_from < protected_until),
  constraint deals_approved_protected check (state <> 'approved' or protected_until is not null)
);
create index deals_by_state on deals (state, submitted_at desc, id);
create index deals_of_partner on deals (partner_id, submitted_at desc, id);
create index deals_to_expire on deals (protected_until) where state = 'approved';
create index deals_to_review on deals (review_due_at) where state in ('submitted', 'in_review');

-- One row a key of the customer (tax id, domain, name and postcode, known customer). While a registration lives, nobody else has any of its keys for the line.
create table deal_keys (
  deal_id uuid not null references deals (id),
  key text not null,
  product_line text not null,
  partner_id uuid not null,
  is_live boolean not null default true,
  primary key (deal_id, key)
);
create unique index deal_keys_one_live on deal_keys (key, product_line) where is_live;

-- Every step, with who, by which rule and why.
create table deal_decisions (
  id uuid primary key,
  deal_id uuid not null references deals (id),
  partner_id uuid not null,
  state text not null,
  reason_code text,
  reason text,
  rule_version integer not null,
  -- The registration that stands in the way; the office sees it.
  against_deal_id uuid references deals (id),
  decided_by uuid,
  decided_at timestamptz not null
);
create index deal_decisions_of on deal_decisions (deal_id, decided_at);
create trigger deal_decisions_append_only before update or delete or truncate on deal_decisions execute function refuse_change();

create function guard_deal_state() returns trigger language plpgsql as $$
begin
  if new.state <> old.state and not (
    (old.state = 'submitted' and new.state in ('in_review', 'rejected', 'withdrawn', 'conflicted'))
    or (old.state = 'in_review' and new.state in ('approved', 'rejected', 'withdrawn'))
    or (old.state = 'approved' and new.state in ('won', 'lost', 'expired', 'withdrawn'))
  ) then
    raise exception 'a deal does not go from % to %', old.state, new.state using errcode = '23514', constraint = 'deals_way';
  end if;
  return new;
end $$;
create trigger deals_way before update on deals for each row execute function guard_deal_state();

-- Keys live as long as their deal does, whoever ends it.
create function release_deal_keys() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if new.state not in ('submitted', 'in_review', 'approved') then
    update deal_keys set is_live = false where deal_id = new.id and is_live;
  end if;
  return null;
end $$;
create trigger deals_release_keys after update of state on deals for each row execute function release_deal_keys();

-- What ran out is over before anybody asks; the job only makes it show earlier. No decision by a person.
create function expire_deals(at timestamptz) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  ended integer;
begin
  with due as (
    select id from deals where state = 'approved' and protected_until <= at order by id for update skip locked
  ), gone as (
    update deals set state = 'expired', version = version + 1 from due where deals.id = due.id returning deals.id, partner_id, rule_version
  ), said as (
    insert into deal_decisions (id, deal_id, partner_id, state, reason_code, rule_version, decided_at)
    select gen_random_uuid(), id, partner_id, 'expired', 'protection_over', rule_version, at from gone returning 1
  ) select count(*) into ended from said;
  return ended;
end $$;

-- Takes keys for a deal, in one order for everybody. Returns the live registration that holds one of them, or null when all are taken.
create function take_deal_keys(for_deal uuid, wanted text[]) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  one text;
  deal deals;
  holder uuid;
begin
  select * into strict deal from deals where id = for_deal;
  if not (acts_for_network() or deal.partner_id = any (acting_organisation_ids())) and current_person_id() is not null then
    raise exception 'not yours' using errcode = '42501';
  end if;
  for one in select distinct key from unnest(wanted) as key order by key loop
    loop
      insert into deal_keys (deal_id, key, product_line, partner_id) values (for_deal, one, deal.product_line, deal.partner_id)
        on conflict do nothing;
      exit when found;
      select k.deal_id into holder from deal_keys k where k.key = one and k.product_line = deal.product_line and k.is_live;
      if holder is not null then
        return nullif(holder, for_deal);
      end if;
      -- It was let go between the two statements: take it again.
    end loop;
  end loop;
  return null;
end $$;
grant execute on function expire_deals(timestamptz), take_deal_keys(uuid, text[]) to nexus_app, nexus_worker;

-- A customer whom somebody else keeps, by its keys: the id only, so that a registration is compared with all of them.
create function customer_by_keys(fingerprint bytea, of_domain text, of_name_key text) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select id from customers
    where merged_into is null and (tax_id_fingerprint = fingerprint or domain = of_domain or name_key = of_name_key)
    order by (tax_id_fingerprint = fingerprint) desc nulls last, (domain = of_domain) desc nulls last, created_at, id limit 1
  $$;
grant execute on function customer_by_keys(bytea, text, text) to nexus_app, nexus_worker;

do $policies$
declare
  t text;
begin
  foreach t in array array['deal_rules', 'deals', 'deal_keys', 'deal_decisions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', t || '_worker', t);
    execute format('grant select, insert on %I to nexus_worker', t);
  end loop;
  foreach t in array array['deals', 'deal_keys', 'deal_decisions'] loop
    execute format('create policy %I on %I for select to nexus_app using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_read', t);
  end loop;
  foreach t in array array['deals', 'deal_decisions'] loop
    execute format('create policy %I on %I for insert to nexus_app with check ((select acts_for_network(''owner'', ''channel_manager'')) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_add', t);
  end loop;
  create policy deal_rules_read on deal_rules for select to nexus_app using (current_person_id() is not null);
  create policy deal_rules_add on deal_rules for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
  create policy deals_edit on deals for update to nexus_app
    using ((select acts_for_network('owner', 'channel_manager')) or partner_id = any ((select acting_organisation_ids())::uuid[]))
    with check ((select acts_for_network('owner', 'channel_manager')) or partner_id = any ((select acting_organisation_ids())::uuid[]));
end $policies$;
grant select, insert on deals, deal_decisions, deal_rules to nexus_app;
grant select on deal_keys to nexus_app;
grant update (state, rule_version, protected_from, protected_until, extensions, customer_id, opportunity_id, version, value_minor, currency, expected_close)
  on deals to nexus_app;
grant update on deals, deal_keys to nexus_worker;

-- A partner sends, withdraws and reports the end; protection is the network's to give.
create function guard_deal_rights() returns trigger language plpgsql as $$
begin
  if current_user = 'nexus_app' and not acts_for_network('owner', 'channel_manager') then
    if new.state not in (old.state, 'withdrawn', 'won', 'lost', 'rejected', 'conflicted') or (old.state <> 'submitted' and new.state in ('rejected', 'conflicted'))
       or (new.protected_from, new.protected_until, new.extensions) is distinct from (old.protected_from, old.protected_until, old.extensions) then
      raise exception 'the network decides' using errcode = '23514', constraint = 'deals_decided_by_network';
    end if;
  end if;
  return new;
end $$;
create trigger deals_decided_by_network before update on deals for each row execute function guard_deal_rights();
