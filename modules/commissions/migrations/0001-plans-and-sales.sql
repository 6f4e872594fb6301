-- Plans are data. A version is written until it is activated; from then on it stays as it is, because sales point to it.
create table plan_versions (
  id uuid primary key,
  number integer not null generated always as identity unique,
  name text not null check (length(name) between 1 and 200),
  plan jsonb not null,
  state text not null default 'draft' check (state in ('draft', 'active')),
  -- False: only for contracts that name it.
  is_general boolean not null default true,
  effective_from timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  activated_by uuid,
  activated_at timestamptz,
  version integer not null default 1,
  check ((state = 'active') = (effective_from is not null and activated_at is not null))
);
create unique index plan_versions_one_at_a_time on plan_versions (effective_from) where state = 'active' and is_general;

create function keep_active_plan() returns trigger language plpgsql as $$
begin
  if old.state = 'active' then
    raise exception 'an active plan stays as it is' using errcode = 'check_violation', constraint = 'plan_version_immutable';
  end if;
  return coalesce(new, old);
end $$;
create trigger plan_versions_kept before update or delete on plan_versions for each row execute function keep_active_plan();

-- open: sales are posted in it; closing: its partners are being settled, new facts go to the next month; closed: for good.
create table commission_months (
  month text primary key check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  state text not null default 'open' check (state in ('open', 'closing', 'closed')),
  closing_at timestamptz,
  closed_at timestamptz,
  closed_by uuid
);
create function keep_month_moving() returns trigger language plpgsql as $$
begin
  if old.state = 'closed' or (old.state = 'closing' and new.state = 'open') then
    raise exception 'a month does not open again' using errcode = 'check_violation', constraint = 'commission_month_closed';
  end if;
  return new;
end $$;
create trigger commission_months_moving before update on commission_months for each row execute function keep_month_moving();
create trigger commission_months_stay before delete or truncate on commission_months execute function refuse_change();

create table sales (
  id uuid primary key,
  external_id text not null constraint sales_external_id unique check (length(external_id) between 1 and 100),
  request_hash bytea not null check (length(request_hash) = 32),
  partner_id uuid not null,
  customer_id uuid not null,
  order_ref text not null check (length(order_ref) between 1 and 100),
  invoice_ref text not null check (length(invoice_ref) <= 100),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  net_minor bigint not null check (net_minor > 0),
  paid_at timestamptz not null,
  -- Of payment; the month in which it is posted is the lines'.
  month text not null,
  qualifies boolean not null,
  -- As of the sale, frozen.
  partner_kind text not null,
  certification text,
  sponsors uuid[] not null,
  sponsors_active boolean[] not null,
  is_outside_customer boolean not null,
  plan_number integer not null references plan_versions (number),
  terms jsonb not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  check (partner_id <> all (sponsors)),
  check (cardinality(sponsors) = cardinality(sponsors_active))
);
create index sales_by_month on sales (month, partner_id);

create sequence sale_line_ids;
create table sale_lines (
  id bigint primary key,
  sale_id uuid not null,
  ordinal smallint not null check (ordinal > 0),
  product_ref text not null check (length(product_ref) between 1 and 100),
  description text not null check (length(description) <= 500),
  net_minor bigint not null check (net_minor > 0),
  tax_minor bigint not null check (tax_minor >= 0),
  royalty jsonb,
  -- What it accrued, so that the close of the month reads one row a line: the seller's rate and amount (null: not by commission), and all that the cap counts.
  direct_rate_ppm integer,
  direct_minor bigint,
  counted_minor bigint not null,
  is_cut boolean not null,
  -- Its month had closed before it became known: posted elsewhere, at the month's settled rate, and not settled again.
  is_late boolean not null,
  release_at timestamptz not null,
  constraint sale_lines_ordinal unique (sale_id, ordinal)
);

-- The first sale of an order that is large enough counts, no other.
create table counted_orders (
  customer_id uuid not null,
  order_ref text not null,
  sale_id uuid not null,
  primary key (customer_id, order_ref)
);
create index counted_orders_by_sale on counted_orders (sale_id);

-- How far each partner is in a month. Also what whoever settles, refunds or records a sale of the month locks.
create table partner_months (
  partner_id uuid not null,
  month text not null,
  counted integer not null default 0 check (counted >= 0),
  refunded_in_full integer not null default 0,
  primary key (month, partner_id)
);

create table sale_refunds (
  id uuid primary key,
  external_id text not null constraint sale_refunds_external_id unique check (length(external_id) between 1 and 100),
  request_hash bytea not null check (length(request_hash) = 32),
  sale_id uuid not null,
  occurred_at timestamptz not null,
  is_full boolean not null,
  recorded_at timestamptz not null,
  recorded_by uuid
);
create index sale_refunds_by_sale on sale_refunds (sale_id);

create table sale_refund_lines (
  refund_id uuid not null references sale_refunds,
  sale_line_id bigint not null,
  minor bigint not null check (minor > 0),
  primary key (refund_id, sale_line_id)
);
create index sale_refund_lines_by_line on sale_refund_lines (sale_line_id);

create function check_refund_total() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from sale_lines where id = new.sale_line_id for update;
  if (select sum(minor) from sale_refund_lines where sale_line_id = new.sale_line_id)
      > (select net_minor from sale_lines where id = new.sale_line_id) then
    raise exception 'more refunded than paid' using errcode = 'check_violation', constraint = 'sale_refund_exceeds';
  end if;
  return null;
end $$;
create trigger sale_refund_lines_total after insert on sale_refund_lines for each row execute function check_refund_total();

create sequence commission_line_ids;
create table commission_lines (
  id bigint primary key default nextval('commission_line_ids'),
  sale_line_id bigint,
  beneficiary_id uuid not null,
  kind text not null check (kind in ('direct', 'override', 'royalty', 'revenue_share', 'bonus', 'true_up', 'adjustment')),
  level smallint not null check (level >= 0),
  -- 0 is the line itself, 1 and on take it back.
  ordinal smallint not null check (ordinal >= 0),
  rule text not null,
  currency text not null,
  base_minor bigint not null,
  rate_ppm integer not null check (rate_ppm >= 0),
  share_ppm integer,
  amount_minor bigint not null,
  reason text,
  plan_number integer not null,
  month text not null,
  -- The closed month that it belongs to, when it had to be posted in a later one.
  belongs_to text,
  occurred_at timestamptz not null,
  -- When it leaves the hold; null: it never was on hold, it took from what had been released.
  release_at timestamptz,
  refund_id uuid,
  ledger_tx_id bigint,
  recorded_at timestamptz not null,
  check ((ledger_tx_id is null) = (amount_minor = 0)),
  check ((kind = 'bonus') = (sale_line_id is null)),
  check (kind <> 'true_up' or ordinal > 0 or amount_minor > 0)
);
create unique index commission_lines_once on commission_lines (sale_line_id, kind, level, beneficiary_id, ordinal);
create index commission_lines_of_month on commission_lines (beneficiary_id, month, id);
create index commission_lines_by_release on commission_lines using brin (release_at) with (pages_per_range = 32);

create table commission_accounts (
  partner_id uuid not null,
  currency text not null,
  -- Lines up to here have left the hold; up to there they are in a payout that is under way or paid.
  released_through timestamptz not null default 'epoch',
  claimed_through timestamptz not null default 'epoch',
  primary key (partner_id, currency)
);

create table month_snapshots (
  partner_id uuid not null,
  month text not null,
  sales_counted integer not null,
  kind text not null,
  certification text,
  tier text,
  plan_number integer not null,
  taken_at timestamptz not null,
  primary key (month, partner_id)
);

create table month_statements (
  partner_id uuid not null,
  month text not null,
  currency text not null,
  earned_minor bigint not null,
  reversed_minor bigint not null,
  line_count integer not null,
  first_line bigint not null,
  last_line bigint not null,
  made_at timestamptz not null,
  primary key (month, partner_id, currency)
);

create table quarter_goals (
  partner_id uuid not null,
  quarter text not null check (quarter ~ '^\d{4}-Q[1-4]$'),
  currency text not null,
  goal_minor bigint not null check (goal_minor > 0),
  agreed_by uuid,
  agreed_at timestamptz not null,
  primary key (partner_id, quarter, currency)
);

create table quarter_bonuses (
  partner_id uuid not null,
  quarter text not null,
  currency text not null,
  line_id bigint not null,
  primary key (partner_id, quarter, currency)
);

create table exchange_rates (
  id uuid primary key,
  source text not null check (length(source) between 1 and 100),
  base text not null check (base ~ '^[A-Z]{3}$'),
  quote text not null check (quote ~ '^[A-Z]{3}$'),
  -- Smallest units of `quote` for smallest units of `base`.
  numerator bigint not null check (numerator > 0),
  denominator bigint not null check (denominator > 0),
  at timestamptz not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  check (base <> quote),
  constraint exchange_rates_once unique (source, base, quote, at)
);

do $$
declare
  name text;
begin
  foreach name in array array['sales', 'sale_lines', 'counted_orders', 'sale_refunds', 'sale_refund_lines', 'commission_lines', 'month_snapshots', 'month_statements',
    'quarter_bonuses', 'exchange_rates'] loop
    execute format('create trigger %I before update or delete or truncate on %I execute function refuse_change()', name || '_append_only', name);
    execute format('grant select, insert on %I to nexus_app, nexus_worker', name);
  end loop;
  foreach name in array array['plan_versions', 'commission_months', 'partner_months', 'commission_accounts', 'quarter_goals'] loop
    execute format('grant select, insert, update on %I to nexus_app, nexus_worker', name);
  end loop;
  foreach name in array array['sales', 'sale_lines', 'counted_orders', 'sale_refunds', 'sale_refund_lines', 'commission_lines', 'month_snapshots', 'month_statements',
    'quarter_bonuses', 'exchange_rates', 'plan_versions', 'commission_months', 'partner_months', 'commission_accounts', 'quarter_goals'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('create policy %I on %I to nexus_app using ((select acts_for_network(''finance'', ''owner''))) with check ((select acts_for_network(''finance'', ''owner'')))',
      name || '_office', name);
  end loop;
  foreach name in array array['month_snapshots', 'month_statements', 'commission_accounts', 'quarter_goals'] loop
    execute format('create policy %I on %I for select to nexus_app using (partner_id = any ((select acting_organisation_ids())::uuid[]))', name || '_own', name);
  end loop;
  foreach name in array array['plan_versions', 'commission_months', 'exchange_rates'] loop
    execute format('create policy %I on %I for select to nexus_app using (cardinality((select acting_organisation_ids())::uuid[]) > 0)', name || '_read', name);
  end loop;
end $$;
grant usage on sequence sale_line_ids, commission_line_ids to nexus_app, nexus_worker;
grant delete on plan_versions to nexus_app;

-- A partner sees what it earned, and of the sale behind it what a statement names.
create policy commission_lines_own on commission_lines for select to nexus_app
  using (beneficiary_id = any ((select acting_organisation_ids())::uuid[]));
create policy sale_lines_own on sale_lines for select to nexus_app
  using (exists (select from commission_lines l where l.sale_line_id = sale_lines.id));
create policy sales_own on sales for select to nexus_app
  using (partner_id = any ((select acting_organisation_ids())::uuid[]) or exists (select from sale_lines s where s.sale_id = sales.id));
