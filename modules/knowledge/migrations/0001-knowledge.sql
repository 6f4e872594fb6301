-- Courses, scripts and methods as assets: who holds them, and who bought access by work, merit or money.
create extension if not exists btree_gist;

create table knowledge_assets (
  id uuid primary key,
  code text not null constraint knowledge_assets_code_key unique check (code ~ '^[a-z0-9][a-z0-9.-]{1,59}$'),
  kind text not null check (kind in ('course', 'script', 'method')),
  title_es text not null check (length(title_es) between 1 and 200),
  title_en text not null check (length(title_en) between 1 and 200),
  description_es text not null default '' check (length(description_es) <= 4000),
  description_en text not null default '' check (length(description_en) <= 4000),
  -- What access costs, in credits: amounts of a currency on accounts of their own.
  price_minor bigint not null constraint knowledge_price_above_zero check (price_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_by uuid,
  created_at timestamptz not null
);

-- Who has which part of the royalty, from a day until another.
create table knowledge_holdings (
  id uuid primary key,
  asset_id uuid not null references knowledge_assets (id),
  holder_id uuid not null,
  share_ppm integer not null check (share_ppm between 1 and 1000000),
  valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
  -- The founder's: it never ends.
  is_perpetual boolean not null default false,
  created_by uuid,
  created_at timestamptz not null,
  check (not is_perpetual or upper_inf(valid)),
  constraint knowledge_holdings_one_share exclude using gist (asset_id with =, holder_id with =, valid with &&)
);

-- What an hour of a qualification is worth, from a day until another.
create table knowledge_rates (
  id uuid primary key,
  qualification text not null check (qualification ~ '^[a-z][a-z0-9-]{0,39}$'),
  hour_minor bigint not null check (hour_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
  created_by uuid,
  created_at timestamptz not null,
  constraint knowledge_rates_one_at_a_time exclude using gist (qualification with =, currency with =, valid with &&)
);

-- Hours of qualified work for the network, which somebody else confirms.
create table knowledge_work (
  id uuid primary key,
  organisation_id uuid not null,
  person_id uuid not null,
  qualification text not null,
  worked_on date not null,
  minutes integer not null constraint knowledge_minutes_of_a_day check (minutes between 1 and 1440),
  currency text not null,
  description text not null check (length(description) between 1 and 1000),
  state text not null default 'asked' check (state in ('asked', 'approved', 'refused')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text check (length(decision_reason) <= 1000),
  amount_minor bigint check (amount_minor >= 0),
  constraint knowledge_decided_by_another check (decided_by is null or (decided_by <> person_id and decided_by <> asked_by)),
  check ((state = 'asked') = (decided_by is null)),
  check ((state = 'approved') = (amount_minor is not null))
);
create index knowledge_work_by_organisation on knowledge_work (organisation_id, id);
create index knowledge_work_asked on knowledge_work (id) where state = 'asked';

-- What is given for a goal that a partner reaches in a month.
create table knowledge_goals (
  id uuid primary key,
  title_es text not null check (length(title_es) between 1 and 200),
  title_en text not null check (length(title_en) between 1 and 200),
  metric text not null check (metric in ('sales', 'sales_net', 'recruits', 'team_sales')),
  threshold bigint not null check (threshold > 0),
  credit_minor bigint not null check (credit_minor > 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  state text not null default 'active' check (state in ('active', 'retired')),
  created_by uuid,
  created_at timestamptz not null
);

create table knowledge_merits (
  goal_id uuid not null references knowledge_goals (id),
  organisation_id uuid not null,
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  reached bigint not null,
  credit_minor bigint not null,
  currency text not null,
  awarded_at timestamptz not null,
  primary key (goal_id, organisation_id, month)
);
create trigger knowledge_merits_append_only before update or delete or truncate on knowledge_merits execute function refuse_change();

create table knowledge_purchases (
  id uuid primary key,
  organisation_id uuid not null,
  external_id text not null constraint knowledge_purchases_external_id_key unique check (length(external_id) between 1 and 200),
  amount_minor bigint not null check (amount_minor > 0),
  currency text not null,
  bought_at timestamptz not null,
  recorded_by uuid
);
create trigger knowledge_purchases_append_only before update or delete or truncate on knowledge_purchases execute function refuse_change();

create table knowledge_accesses (
  id uuid primary key,
  asset_id uuid not null references knowledge_assets (id),
  organisation_id uuid not null,
  person_id uuid not null,
  price_minor bigint not null,
  currency text not null,
  bought_at timestamptz not null,
  constraint knowledge_accesses_once unique (asset_id, person_id)
);
create trigger knowledge_accesses_append_only before update or delete or truncate on knowledge_accesses execute function refuse_change();

-- Shares of one asset are never more than the whole, on any day. The asset's row is held, so that two who add at once see each other.
create function check_knowledge_shares() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from knowledge_assets where id = new.asset_id for update;
  if exists (
    select from knowledge_holdings at_start
    where at_start.asset_id = new.asset_id
      and (select sum(h.share_ppm) from knowledge_holdings h where h.asset_id = new.asset_id and h.valid @> lower(at_start.valid)) > 1000000
  ) then
    raise exception 'shares are at most the whole' using errcode = '23514', constraint = 'knowledge_shares_within_whole';
  end if;
  return null;
end $$;
create constraint trigger knowledge_shares_within_whole after insert or update on knowledge_holdings
  deferrable initially immediate for each row execute function check_knowledge_shares();

create function guard_knowledge_holding() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.is_perpetual or new.asset_id <> old.asset_id or new.holder_id <> old.holder_id or new.share_ppm <> old.share_ppm
     or lower(new.valid) <> lower(old.valid) or new.is_perpetual or not upper_inf(old.valid) then
    raise exception 'a holding is ended, once, and nothing else' using errcode = '23514', constraint = 'knowledge_holding_is_final';
  end if;
  return new;
end $$;
create trigger knowledge_holdings_guard before update on knowledge_holdings for each row execute function guard_knowledge_holding();

create function guard_knowledge_work() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if old.state <> 'asked' or (new.organisation_id, new.person_id, new.qualification, new.worked_on, new.minutes, new.currency, new.description, new.asked_by)
     is distinct from (old.organisation_id, old.person_id, old.qualification, old.worked_on, old.minutes, old.currency, old.description, old.asked_by) then
    raise exception 'work is decided once, as it was asked' using errcode = '23514', constraint = 'knowledge_work_is_final';
  end if;
  if new.decided_by is distinct from current_person_id() then
    raise exception 'whoever decides signs' using errcode = '42501', constraint = 'knowledge_work_signed';
  end if;
  return new;
end $$;
create trigger knowledge_work_guard before update on knowledge_work for each row execute function guard_knowledge_work();

alter table knowledge_assets enable row level security;
alter table knowledge_holdings enable row level security;
alter table knowledge_rates enable row level security;
alter table knowledge_work enable row level security;
alter table knowledge_goals enable row level security;
alter table knowledge_merits enable row level security;
alter table knowledge_purchases enable row level security;
alter table knowledge_accesses enable row level security;

create policy knowledge_assets_read on knowledge_assets for select to nexus_app using (cardinality((select acting_organisation_ids())) > 0);
create policy knowledge_assets_write on knowledge_assets for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_assets_edit on knowledge_assets for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_holdings_read on knowledge_holdings for select to nexus_app
  using ((select acts_for_network()) or holder_id = any ((select acting_organisation_ids())::uuid[]));
create policy knowledge_holdings_write on knowledge_holdings for insert to nexus_app with check ((select acts_for_network('owner')));
create policy knowledge_holdings_edit on knowledge_holdings for update to nexus_app using ((select acts_for_network('owner')));
create policy knowledge_rates_read on knowledge_rates for select to nexus_app using (cardinality((select acting_organisation_ids())) > 0);
create policy knowledge_rates_write on knowledge_rates for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_rates_edit on knowledge_rates for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_work_read on knowledge_work for select to nexus_app
  using ((select acts_for_network()) or organisation_id = any ((select acting_organisation_ids())::uuid[]));
create policy knowledge_work_write on knowledge_work for insert to nexus_app
  with check (organisation_id = any ((select acting_organisation_ids())::uuid[]) and asked_by = current_person_id());
create policy knowledge_work_edit on knowledge_work for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager', 'support')));
create policy knowledge_goals_read on knowledge_goals for select to nexus_app using (cardinality((select acting_organisation_ids())) > 0);
create policy knowledge_goals_write on knowledge_goals for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_goals_edit on knowledge_goals for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy knowledge_merits_read on knowledge_merits for select to nexus_app
  using ((select acts_for_network()) or organisation_id = any ((select acting_organisation_ids())::uuid[]));
create policy knowledge_purchases_read on knowledge_purchases for select to nexus_app
  using ((select acts_for_network()) or organisation_id = any ((select acting_organisation_ids())::uuid[]));
create policy knowledge_purchases_write on knowledge_purchases for insert to nexus_app
  with check ((select acts_for_network('owner', 'finance')));
create policy knowledge_accesses_read on knowledge_accesses for select to nexus_app
  using ((select acts_for_network()) or organisation_id = any ((select acting_organisation_ids())::uuid[]));
create policy knowledge_accesses_write on knowledge_accesses for insert to nexus_app
  with check (organisation_id = any ((select acting_organisation_ids())::uuid[]) and person_id = current_person_id());

create policy knowledge_assets_worker on knowledge_assets to nexus_worker using (true) with check (true);
create policy knowledge_holdings_worker on knowledge_holdings to nexus_worker using (true) with check (true);
create policy knowledge_rates_worker on knowledge_rates to nexus_worker using (true) with check (true);
create policy knowledge_work_worker on knowledge_work to nexus_worker using (true) with check (true);
create policy knowledge_goals_worker on knowledge_goals to nexus_worker using (true) with check (true);
create policy knowledge_merits_worker on knowledge_merits to nexus_worker using (true) with check (true);
create policy knowledge_purchases_worker on knowledge_purchases to nexus_worker using (true) with check (true);
create policy knowledge_accesses_worker on knowledge_accesses to nexus_worker using (true) with check (true);

grant select, insert, update on knowledge_assets, knowledge_holdings, knowledge_rates, knowledge_work, knowledge_goals to nexus_app, nexus_worker;
grant select on knowledge_merits to nexus_app;
grant select, insert on knowledge_merits to nexus_worker;
grant select, insert on knowledge_purchases, knowledge_accesses to nexus_app, nexus_worker;
