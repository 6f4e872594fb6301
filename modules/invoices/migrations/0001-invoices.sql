-- What customers owe. An issued invoice is never changed: what was paid and credited is counted beside it, by triggers alone.
create table invoice_counters (
  series text not null check (series ~ '^[A-Z]{1,4}$'),
  year integer not null,
  last integer not null,
  primary key (series, year)
);

create table invoices (
  id uuid primary key,
  state text not null default 'draft' check (state in ('draft', 'issued')),
  kind text not null check (kind in ('sale', 'usage', 'renewal', 'other')),
  series text not null default 'F' check (series ~ '^[A-Z]{1,4}$'),
  year integer,
  sequence integer,
  number text constraint invoices_number_key unique,
  -- What it is for, so that the same thing is never invoiced twice: "order:<id>:<instalment>", "usage:<report>".
  source_key text constraint invoices_source_key unique check (length(source_key) between 1 and 200),
  content_digest text not null check (content_digest ~ '^[0-9a-f]{64}$'),
  order_id uuid,
  partner_id uuid,
  customer_account_id uuid,
  customer_name text not null check (length(customer_name) between 1 and 300),
  customer_address text not null default '' check (length(customer_address) <= 1000),
  customer_country text not null check (customer_country ~ '^[A-Z]{2}$'),
  -- Sealed.
  customer_tax_id bytea,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  language text not null check (language in ('es', 'en')),
  notes text not null default '' check (length(notes) <= 4000),
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null check (total_minor > 0),
  issued_on date,
  due_days integer not null check (due_days between 0 and 3650),
  due_on date,
  created_by uuid,
  created_at timestamptz not null,
  issued_by uuid,
  issued_at timestamptz,
  -- Counted by triggers.
  paid_minor bigint not null default 0,
  credited_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  paid_at timestamptz,
  check (total_minor = net_minor + tax_minor),
  constraint invoices_sequence_key unique (series, year, sequence),
  check ((state = 'issued') = (number is not null and year is not null and sequence is not null and issued_on is not null and due_on is not null)),
  constraint invoice_not_overpaid check (paid_minor >= 0 and credited_minor >= 0 and paid_minor + credited_minor <= total_minor),
  constraint refund_within_paid check (refunded_minor between 0 and paid_minor)
);
create index invoices_by_partner on invoices (partner_id, id);
create index invoices_by_order on invoices (order_id) where order_id is not null;
create index invoices_by_customer on invoices (customer_account_id, id) where customer_account_id is not null;
create index invoices_open on invoices (due_on) where state = 'issued' and paid_minor + credited_minor < total_minor;

create table invoice_lines (
  id uuid primary key,
  invoice_id uuid not null references invoices (id) on delete cascade,
  ordinal integer not null check (ordinal > 0),
  description text not null check (length(description) between 1 and 500),
  order_line_id uuid,
  product_id uuid,
  product_code text not null default '',
  product_line text not null default '',
  knowledge_asset_id uuid,
  unit text not null default '',
  quantity bigint not null default 1 check (quantity >= 0),
  net_minor bigint not null check (net_minor >= 0),
  tax_name text not null default '' check (length(tax_name) <= 60),
  tax_ppm integer not null check (tax_ppm between 0 and 1000000),
  tax_minor bigint not null check (tax_minor >= 0),
  -- Counted by triggers: of credits and refunds.
  returned_net_minor bigint not null default 0,
  returned_tax_minor bigint not null default 0,
  unique (invoice_id, ordinal),
  constraint return_within_line check (returned_net_minor between 0 and net_minor and returned_tax_minor between 0 and tax_minor)
);

create table payments (
  id uuid primary key,
  invoice_id uuid not null references invoices (id),
  -- The bank's or provider's own name of it.
  external_id text not null constraint payments_external_id_key unique check (length(external_id) between 1 and 200),
  content_digest text not null check (content_digest ~ '^[0-9a-f]{64}$'),
  amount_minor bigint not null constraint payment_above_zero check (amount_minor > 0),
  currency text not null,
  method text not null check (method in ('transfer', 'card', 'cash', 'mobile_payment', 'zelle', 'check', 'other')),
  reference text not null default '' check (length(reference) <= 300),
  paid_at timestamptz not null,
  recorded_by uuid,
  recorded_at timestamptz not null
);
create index payments_by_invoice on payments (invoice_id, id);

-- A credit lowers what is still owed; a refund gives back what was paid.
create table credit_notes (
  id uuid primary key,
  invoice_id uuid not null references invoices (id),
  kind text not null check (kind in ('credit', 'refund')),
  series text not null default 'NC' check (series ~ '^[A-Z]{1,4}$'),
  year integer not null,
  sequence integer not null,
  number text not null constraint credit_notes_number_key unique,
  external_id text not null constraint credit_notes_external_id_key unique check (length(external_id) between 1 and 200),
  content_digest text not null check (content_digest ~ '^[0-9a-f]{64}$'),
  reason text not null check (length(reason) between 1 and 1000),
  currency text not null,
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  total_minor bigint not null constraint credit_note_above_zero check (total_minor > 0),
  issued_on date not null,
  issued_at timestamptz not null,
  issued_by uuid,
  check (total_minor = net_minor + tax_minor),
  constraint credit_notes_sequence_key unique (series, year, sequence)
);
create index credit_notes_by_invoice on credit_notes (invoice_id, id);

create table credit_note_lines (
  credit_note_id uuid not null references credit_notes (id),
  invoice_line_id uuid not null references invoice_lines (id),
  net_minor bigint not null check (net_minor >= 0),
  tax_minor bigint not null check (tax_minor >= 0),
  primary key (credit_note_id, invoice_line_id)
);

-- "F-2026-000042". The row of series and year is held to the end of the transaction that issues: a number that is not used does not exist.
create function next_invoice_number(wanted_series text, wanted_year integer) returns integer
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp as $$
  insert into invoice_counters (series, year, last) values (wanted_series, wanted_year, 1)
    on conflict (series, year) do update set last = invoice_counters.last + 1 returning last
$$;

create function guard_invoice() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  sums record;
  -- Everything but what the triggers count; and what is sealed while keys are replaced, which changes no content.
  apart text[] := '{paid_minor,credited_minor,refunded_minor,paid_at}'::text[]
    || case when is_rotating('00000000-0000-0000-0000-000000000000') then '{customer_tax_id}'::text[] else '{}'::text[] end;
begin
  if old.state = 'issued' then
    if tg_op = 'DELETE' then
      raise exception 'an issued invoice stays' using errcode = '23514', constraint = 'issued_invoice_is_final';
    end if;
    if to_jsonb(new) - apart is distinct from to_jsonb(old) - apart then
      raise exception 'an issued invoice is never changed' using errcode = '23514', constraint = 'issued_invoice_is_final';
    end if;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  if (new.paid_minor, new.credited_minor, new.refunded_minor, new.paid_at)
     is distinct from (old.paid_minor, old.credited_minor, old.refunded_minor, old.paid_at) and pg_trigger_depth() < 2 then
    raise exception 'what was paid is counted, not written' using errcode = '23514', constraint = 'issued_invoice_is_final';
  end if;
  if new.state = 'issued' and old.state = 'draft' then
    select count(*) as lines, coalesce(sum(net_minor), 0) as net, coalesce(sum(tax_minor), 0) as tax into sums
      from invoice_lines where invoice_id = new.id;
    if sums.lines = 0 or sums.net <> new.net_minor or sums.tax <> new.tax_minor then
      raise exception 'lines add up to the total' using errcode = '23514', constraint = 'invoice_adds_up';
    end if;
  end if;
  return new;
end $$;
create trigger invoices_guard before update or delete on invoices for each row execute function guard_invoice();

create function guard_invoice_line() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  parent uuid := case when tg_op = 'DELETE' then old.invoice_id else new.invoice_id end;
begin
  if tg_op = 'UPDATE' and pg_trigger_depth() >= 2
     and to_jsonb(new) - '{returned_net_minor,returned_tax_minor}'::text[]
       is not distinct from to_jsonb(old) - '{returned_net_minor,returned_tax_minor}'::text[] then
    return new;
  end if;
  if tg_op = 'UPDATE' or exists (select from invoices where id = parent and state = 'issued') then
    raise exception 'an issued invoice is never changed' using errcode = '23514', constraint = 'issued_invoice_is_final';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger invoice_lines_guard before insert or update or delete on invoice_lines for each row execute function guard_invoice_line();

create function count_payment() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update invoices set paid_minor = paid_minor + new.amount_minor,
      paid_at = case when paid_minor + new.amount_minor + credited_minor = total_minor then new.paid_at end
    where id = new.invoice_id and state = 'issued' and currency = new.currency;
  if not found then
    raise exception 'paid is what was issued, in its currency' using errcode = '23514', constraint = 'payment_of_issued_invoice';
  end if;
  return new;
end $$;
create trigger payments_count before insert on payments for each row execute function count_payment();
create trigger payments_append_only before update or delete or truncate on payments execute function refuse_change();

create function count_credit_note() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update invoices set
      credited_minor = credited_minor + case when new.kind = 'credit' then new.total_minor else 0 end,
      refunded_minor = refunded_minor + case when new.kind = 'refund' then new.total_minor else 0 end
    where id = new.invoice_id and state = 'issued' and currency = new.currency;
  if not found then
    raise exception 'credited is what was issued, in its currency' using errcode = '23514', constraint = 'credit_of_issued_invoice';
  end if;
  return new;
end $$;
create trigger credit_notes_count before insert on credit_notes for each row execute function count_credit_note();
create trigger credit_notes_append_only before update or delete or truncate on credit_notes execute function refuse_change();

create function count_credit_note_line() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update invoice_lines l set returned_net_minor = returned_net_minor + new.net_minor, returned_tax_minor = returned_tax_minor + new.tax_minor
    from credit_notes c where l.id = new.invoice_line_id and c.id = new.credit_note_id and c.invoice_id = l.invoice_id;
  if not found then
    raise exception 'a line of this invoice' using errcode = '23514', constraint = 'credit_of_own_line';
  end if;
  return new;
end $$;
create trigger credit_note_lines_count before insert on credit_note_lines for each row execute function count_credit_note_line();
create trigger credit_note_lines_append_only before update or delete or truncate on credit_note_lines execute function refuse_change();

-- A note is the sum of its lines when the transaction ends.
create function check_credit_note() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if (select (coalesce(sum(net_minor), 0), coalesce(sum(tax_minor), 0)) from credit_note_lines where credit_note_id = new.id)
     is distinct from (select (new.net_minor::numeric, new.tax_minor::numeric)) then
    raise exception 'lines add up to the note' using errcode = '23514', constraint = 'credit_note_adds_up';
  end if;
  return null;
end $$;
create constraint trigger credit_notes_add_up after insert on credit_notes deferrable initially deferred
  for each row execute function check_credit_note();

-- Instalments that become invoices on their day, or when somebody reports that a milestone was reached.
create table invoice_schedules (
  id uuid primary key,
  source_key text not null constraint invoice_schedules_source_key unique check (length(source_key) between 1 and 200),
  kind text not null check (kind in ('sale', 'renewal', 'other')),
  order_id uuid,
  partner_id uuid,
  customer_account_id uuid,
  customer_name text not null,
  customer_address text not null default '',
  customer_country text not null,
  customer_tax_id bytea,
  currency text not null,
  language text not null,
  created_at timestamptz not null
);

create table invoice_schedule_entries (
  schedule_id uuid not null references invoice_schedules (id),
  ordinal integer not null check (ordinal > 0),
  label text not null check (length(label) <= 200),
  issue_on date,
  due_days integer not null check (due_days between 0 and 3650),
  amount_minor bigint not null check (amount_minor >= 0),
  -- The lines of its invoice, split so that all entries together are what was ordered.
  lines jsonb not null,
  invoice_id uuid unique references invoices (id),
  primary key (schedule_id, ordinal)
);
create index invoice_schedule_entries_due on invoice_schedule_entries (issue_on) where invoice_id is null and issue_on is not null;

alter table invoice_counters enable row level security;
alter table invoices enable row level security;
alter table invoice_lines enable row level security;
alter table payments enable row level security;
alter table credit_notes enable row level security;
alter table credit_note_lines enable row level security;
alter table invoice_schedules enable row level security;
alter table invoice_schedule_entries enable row level security;

create policy invoices_read on invoices for select to nexus_app using (
  (select acts_for_network())
  or (state = 'issued' and partner_id = any ((select acting_organisation_ids())::uuid[])));
create policy invoices_write on invoices for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy invoices_edit on invoices for update to nexus_app using ((select acts_for_network('owner', 'finance')));
create policy invoices_remove on invoices for delete to nexus_app using ((select acts_for_network('owner', 'finance')));
create policy invoice_lines_read on invoice_lines for select to nexus_app using (exists (select from invoices i where i.id = invoice_id));
create policy invoice_lines_write on invoice_lines for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy payments_read on payments for select to nexus_app using (exists (select from invoices i where i.id = invoice_id));
create policy payments_write on payments for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy credit_notes_read on credit_notes for select to nexus_app using (exists (select from invoices i where i.id = invoice_id));
create policy credit_notes_write on credit_notes for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy credit_note_lines_read on credit_note_lines for select to nexus_app
  using (exists (select from credit_notes c where c.id = credit_note_id));
create policy credit_note_lines_write on credit_note_lines for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy invoice_schedules_read on invoice_schedules for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy invoice_schedules_write on invoice_schedules for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy invoice_schedule_entries_read on invoice_schedule_entries for select to nexus_app
  using (exists (select from invoice_schedules s where s.id = schedule_id));
create policy invoice_schedule_entries_write on invoice_schedule_entries for insert to nexus_app
  with check ((select acts_for_network('owner', 'finance')));
create policy invoice_schedule_entries_edit on invoice_schedule_entries for update to nexus_app
  using ((select acts_for_network('owner', 'finance')));

call guard_sealed_columns('invoices', 'customer_tax_id');
call guard_sealed_columns('invoice_schedules', 'customer_tax_id');

create policy invoices_worker on invoices to nexus_worker using (true) with check (true);
create policy invoice_lines_worker on invoice_lines to nexus_worker using (true) with check (true);
create policy payments_worker on payments to nexus_worker using (true) with check (true);
create policy credit_notes_worker on credit_notes to nexus_worker using (true) with check (true);
create policy credit_note_lines_worker on credit_note_lines to nexus_worker using (true) with check (true);
create policy invoice_schedules_worker on invoice_schedules to nexus_worker using (true) with check (true);
create policy invoice_schedule_entries_worker on invoice_schedule_entries to nexus_worker using (true) with check (true);

grant select, insert, update, delete on invoices to nexus_app, nexus_worker;
grant select, insert on invoice_lines, payments, credit_notes, credit_note_lines, invoice_schedules to nexus_app, nexus_worker;
grant select, insert, update on invoice_schedule_entries to nexus_app, nexus_worker;
grant execute on function next_invoice_number(text, integer) to nexus_app, nexus_worker;
