-- Offers to a customer. What was sent is never changed: a change is a new version.
create table quotes (
  id uuid primary key,
  number text not null constraint quotes_number_key unique,
  kind text not null default 'sale' check (kind in ('sale', 'renewal')),
  -- The partner who sells; null where the network sells by itself.
  partner_id uuid,
  customer_account_id uuid,
  customer_name text not null check (length(customer_name) between 1 and 300),
  customer_country text not null check (customer_country ~ '^[A-Z]{2}$'),
  customer_region text not null default '' check (length(customer_region) <= 60),
  customer_tax_exempt boolean not null default false,
  opportunity_id uuid,
  price_list_id uuid not null,
  currency text not null,
  language text not null check (language in ('es', 'en')),
  state text not null default 'open' check (state in ('open', 'accepted', 'cancelled')),
  created_by uuid,
  created_at timestamptz not null,
  foreign key (price_list_id, currency) references price_lists (id, currency)
);
create index quotes_by_partner on quotes (partner_id, id);
create index quotes_by_opportunity on quotes (opportunity_id) where opportunity_id is not null;

create table quote_counters (
  year integer primary key,
  last integer not null
);

create table quote_versions (
  id uuid primary key,
  quote_id uuid not null references quotes (id),
  number integer not null check (number > 0),
  state text not null default 'draft'
    check (state in ('draft', 'awaiting_approval', 'approved', 'sent', 'superseded', 'declined', 'withdrawn', 'accepted')),
  revision integer not null default 1,
  valid_until timestamptz not null,
  notes text not null default '' check (length(notes) <= 4000),
  schedule jsonb not null,
  -- What the seller chose; the lines are what came of it.
  items jsonb not null,
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null,
  -- The largest discount of its lines, and up to where its author needs nobody else: frozen when the lines are written.
  discount_ppm integer not null check (discount_ppm between 0 and 1000000),
  limit_ppm integer not null check (limit_ppm between 0 and 1000000),
  needs_approval boolean generated always as (discount_ppm > limit_ppm) stored,
  written_by uuid,
  asked_by uuid,
  asked_at timestamptz,
  ask_reason text check (length(ask_reason) <= 1000),
  decided_by uuid,
  decided_at timestamptz,
  decision text check (decision in ('approved', 'refused')),
  decision_reason text check (length(decision_reason) <= 1000),
  sent_by uuid,
  sent_at timestamptz,
  token_digest text constraint quote_versions_token_key unique check (token_digest ~ '^[0-9a-f]{64}$'),
  closed_at timestamptz,
  close_reason text check (length(close_reason) <= 1000),
  accepted_by uuid,
  accepted_name text check (length(accepted_name) between 1 and 200),
  accepted_position text check (length(accepted_position) <= 200),
  accepted_note text check (length(accepted_note) <= 1000),
  acceptance_channel text check (acceptance_channel in ('link', 'portal')),
  created_by uuid,
  created_at timestamptz not null,
  constraint quote_versions_number_key unique (quote_id, number),
  check (total_minor = net_minor + tax_minor),
  -- Whoever wrote or asked does not decide.
  constraint discount_decided_by_another check (
    decided_by is null or (decided_by is distinct from written_by and decided_by is distinct from asked_by)),
  constraint discount_needs_approval check (
    state in ('draft', 'awaiting_approval', 'withdrawn') or not needs_approval or coalesce(decision = 'approved', false)),
  check ((decision is null) = (decided_by is null)),
  check ((state = 'accepted') = (accepted_name is not null)),
  constraint quote_accepted_in_time check (state <> 'accepted' or closed_at <= valid_until),
  check (state not in ('sent', 'superseded', 'declined', 'accepted') or (sent_at is not null and token_digest is not null))
);
create unique index quote_versions_one_in_work on quote_versions (quote_id) where state in ('draft', 'awaiting_approval', 'approved');
create unique index quote_versions_one_sent on quote_versions (quote_id) where state = 'sent';
create unique index quote_versions_one_accepted on quote_versions (quote_id) where state = 'accepted';

create table quote_lines (
  id uuid primary key,
  version_id uuid not null references quote_versions (id),
  ordinal integer not null check (ordinal > 0),
  -- Lines of one plan belong together.
  item integer not null check (item > 0),
  kind text not null check (kind in ('licence', 'service', 'maintenance', 'usage')),
  charge text not null check (charge in ('once', 'yearly', 'monthly', 'usage')),
  product_id uuid not null references products (id),
  product_code text not null,
  product_line text not null,
  service_kind text,
  knowledge_asset_id uuid,
  plan_version_id uuid not null references price_plan_versions (id),
  component_id uuid references price_components (id),
  name_es text not null,
  name_en text not null,
  unit text not null,
  quantity bigint not null check (quantity >= 0),
  periods integer not null check (periods between 1 and 120),
  list_minor bigint not null check (list_minor >= 0),
  discount_ppm integer not null check (discount_ppm between 0 and 1000000),
  net_minor bigint not null check (net_minor >= 0),
  tax_name text not null default '',
  tax_ppm integer not null check (tax_ppm between 0 and 1000000),
  tax_minor bigint not null check (tax_minor >= 0),
  -- Of maintenance: the licence amount that it is a share of, so that a renewal says the same.
  basis_minor bigint,
  basis_ppm integer,
  -- What the licence of this item is: kind, entitlements, limits, term. On the first line of its item.
  licence jsonb,
  unique (version_id, ordinal),
  constraint quote_line_not_above_list check (net_minor <= list_minor),
  constraint usage_is_invoiced_later check (kind <> 'usage' or (charge = 'usage' and net_minor = 0)),
  check ((kind = 'maintenance') = (basis_minor is not null)),
  check ((basis_minor is null) = (basis_ppm is null))
);

create table quote_payments (
  version_id uuid not null references quote_versions (id),
  ordinal integer not null check (ordinal > 0),
  label text not null check (length(label) <= 200),
  due_months integer not null,
  -- Null: due when the milestone is reached.
  due_days integer check (due_days between 0 and 3650),
  amount_minor bigint not null check (amount_minor >= 0),
  primary key (version_id, ordinal)
);

-- One acceptance of one quote. What was ordered are the lines of the accepted version.
create table orders (
  id uuid primary key,
  number text not null constraint orders_number_key unique,
  quote_id uuid not null constraint orders_one_a_quote unique references quotes (id),
  version_id uuid not null unique references quote_versions (id),
  kind text not null check (kind in ('sale', 'renewal')),
  partner_id uuid,
  customer_account_id uuid,
  currency text not null,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  placed_on date not null,
  placed_at timestamptz not null,
  placed_by uuid
);
create index orders_by_partner on orders (partner_id, id);
create trigger orders_append_only before update or delete or truncate on orders execute function refuse_change();

-- What ends and is offered anew: maintenance, yearly and monthly licences.
create table order_terms (
  line_id uuid primary key references quote_lines (id),
  order_id uuid not null references orders (id),
  starts_on date not null,
  ends_on date not null,
  check (ends_on > starts_on)
);
create index order_terms_by_end on order_terms (ends_on);
create trigger order_terms_append_only before update or delete or truncate on order_terms execute function refuse_change();

-- The renewal that was made of an order's terms which end on a day: never two.
create table renewals (
  order_id uuid not null references orders (id),
  ends_on date not null,
  quote_id uuid not null unique references quotes (id),
  created_at timestamptz not null,
  primary key (order_id, ends_on)
);

-- "P-2026-000042". The row of the year is held to the end of the transaction, so numbers of quotes have no gaps either.
create function next_quote_number(wanted integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into quote_counters (year, last) values (wanted, 1)
    on conflict (year) do update set last = quote_counters.last + 1 returning last
$$;

-- The link of a sent quote: a random token whose digest the request brings into its transaction. It shows that quote and no other.
create function quote_version_of_token() returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select id from quote_versions where token_digest = nullif(current_setting('nexus.quote_token', true), '') $$;

create function quote_of_token() returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select quote_id from quote_versions where token_digest = nullif(current_setting('nexus.quote_token', true), '') $$;

create function guard_quote_version() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  sums record;
begin
  if old.state in ('superseded', 'declined', 'withdrawn', 'accepted') then
    raise exception 'a closed version is never changed' using errcode = '23514', constraint = 'quote_version_is_final';
  end if;
  if old.state = 'sent' and (
    new.state not in ('sent', 'superseded', 'declined', 'accepted')
    or (new.net_minor, new.tax_minor, new.total_minor, new.valid_until, new.notes, new.schedule, new.items, new.discount_ppm, new.limit_ppm, new.sent_at,
        new.token_digest, new.quote_id, new.number, new.decided_by, new.decision)
      is distinct from
       (old.net_minor, old.tax_minor, old.total_minor, old.valid_until, old.notes, old.schedule, old.items, old.discount_ppm, old.limit_ppm, old.sent_at,
        old.token_digest, old.quote_id, old.number, old.decided_by, old.decision)
  ) then
    raise exception 'a sent version is never changed' using errcode = '23514', constraint = 'quote_version_is_final';
  end if;
  if new.state = 'accepted' and old.state <> 'sent' then
    raise exception 'only what was sent is accepted' using errcode = '23514', constraint = 'quote_version_is_final';
  end if;
  -- Rewritten lines lose what was decided about the old ones.
  if new.state = 'draft' and old.state <> 'draft' and old.state <> 'awaiting_approval' then
    new.decided_by := null; new.decided_at := null; new.decision := null; new.decision_reason := null;
  end if;
  if new.decided_by is distinct from old.decided_by and new.decided_by is not null and (
    new.decided_by is distinct from current_person_id() or not acts_for_network('owner', 'finance', 'channel_manager')
  ) then
    raise exception 'a discount is decided by whoever may' using errcode = '42501', constraint = 'discount_decided_by_office';
  end if;
  if new.state = 'sent' and old.state <> 'sent' then
    select count(*) as lines, coalesce(sum(net_minor), 0) as net, coalesce(sum(tax_minor), 0) as tax, max(discount_ppm) as discount,
        (select coalesce(sum(p.amount_minor), 0) from quote_payments p where p.version_id = new.id) as paid
      into sums from quote_lines where version_id = new.id;
    if sums.lines = 0 or sums.net <> new.net_minor or sums.tax <> new.tax_minor or sums.paid <> new.total_minor or sums.discount <> new.discount_ppm then
      raise exception 'lines and instalments add up to the total' using errcode = '23514', constraint = 'quote_adds_up';
    end if;
  end if;
  return new;
end $$;
create trigger quote_versions_guard before update on quote_versions for each row execute function guard_quote_version();

create function guard_quote_parts() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parent uuid := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
begin
  if (select state from quote_versions where id = parent) is distinct from 'draft' then
    raise exception 'only a draft is changed' using errcode = '23514', constraint = 'quote_version_is_final';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger quote_lines_guard before insert or update or delete on quote_lines for each row execute function guard_quote_parts();
create trigger quote_payments_guard before insert or update or delete on quote_payments for each row execute function guard_quote_parts();

alter table quotes enable row level security;
alter table quote_counters enable row level security;
alter table quote_versions enable row level security;
alter table quote_lines enable row level security;
alter table quote_payments enable row level security;
alter table orders enable row level security;
alter table order_terms enable row level security;
alter table renewals enable row level security;

-- The office sees all; a partner's people see their own; a link shows its one.
create policy quotes_read on quotes for select to nexus_app using (
  (select acts_for_network())
  or partner_id = any ((select acting_organisation_ids())::uuid[])
  or id = (select quote_of_token()));
create policy quotes_write on quotes for insert to nexus_app with check (
  (select acts_for_network('owner', 'channel_manager'))
  or (partner_id = any ((select acting_organisation_ids())::uuid[]) and acts_in(partner_id, 'partner_admin', 'partner_seller')));
create policy quotes_edit on quotes for update to nexus_app
  using (
    (select acts_for_network('owner', 'channel_manager'))
    or partner_id = any ((select acting_organisation_ids())::uuid[])
    or id = (select quote_of_token()));
create policy quote_versions_read on quote_versions for select to nexus_app
  using (id = (select quote_version_of_token()) or exists (select from quotes q where q.id = quote_id and (select current_person_id()) is not null));
create policy quote_versions_write on quote_versions for insert to nexus_app
  with check ((select current_person_id()) is not null and exists (select from quotes q where q.id = quote_id));
create policy quote_versions_edit on quote_versions for update to nexus_app
  using (id = (select quote_version_of_token()) or exists (select from quotes q where q.id = quote_id and (select current_person_id()) is not null));
create policy quote_lines_read on quote_lines for select to nexus_app
  using (exists (select from quote_versions v where v.id = version_id));
create policy quote_lines_write on quote_lines for insert to nexus_app
  with check ((select current_person_id()) is not null and exists (select from quote_versions v where v.id = version_id));
create policy quote_lines_remove on quote_lines for delete to nexus_app
  using ((select current_person_id()) is not null and exists (select from quote_versions v where v.id = version_id));
create policy quote_payments_read on quote_payments for select to nexus_app
  using (exists (select from quote_versions v where v.id = version_id));
create policy quote_payments_write on quote_payments for insert to nexus_app
  with check ((select current_person_id()) is not null and exists (select from quote_versions v where v.id = version_id));
create policy quote_payments_remove on quote_payments for delete to nexus_app
  using ((select current_person_id()) is not null and exists (select from quote_versions v where v.id = version_id));
create policy orders_read on orders for select to nexus_app using (
  (select acts_for_network())
  or partner_id = any ((select acting_organisation_ids())::uuid[])
  or quote_id = (select quote_of_token()));
create policy orders_write on orders for insert to nexus_app with check (exists (select from quotes q where q.id = quote_id));
create policy order_terms_read on order_terms for select to nexus_app using (exists (select from orders o where o.id = order_id));
create policy order_terms_write on order_terms for insert to nexus_app with check (exists (select from orders o where o.id = order_id));
create policy renewals_read on renewals for select to nexus_app using (exists (select from quotes q where q.id = quote_id));

create policy quotes_worker on quotes to nexus_worker using (true) with check (true);
create policy quote_versions_worker on quote_versions to nexus_worker using (true) with check (true);
create policy quote_lines_worker on quote_lines to nexus_worker using (true) with check (true);
create policy quote_payments_worker on quote_payments to nexus_worker using (true) with check (true);
create policy orders_worker on orders to nexus_worker using (true) with check (true);
create policy order_terms_worker on order_terms to nexus_worker using (true) with check (true);
create policy renewals_worker on renewals to nexus_worker using (true) with check (true);

grant select, insert, update on quotes, quote_versions to nexus_app, nexus_worker;
grant select, insert, delete on quote_lines, quote_payments to nexus_app, nexus_worker;
grant select, insert on orders, order_terms to nexus_app, nexus_worker;
grant select on renewals to nexus_app;
grant select, insert on renewals to nexus_worker;
grant execute on function next_quote_number(integer) to nexus_app, nexus_worker;
grant execute on function quote_version_of_token(), quote_of_token(), acts_for_any() to nexus_app, nexus_worker;
