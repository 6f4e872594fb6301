-- Double entry. An entry above zero adds to its account, one below takes from it; a transaction moves amounts between accounts and sums to zero in every currency.

-- What an account is for. `floor`: its balance never falls below zero; `ceiling`: it never rises above; null: both ways.
create table ledger_purposes (
  purpose text primary key check (purpose ~ '^[a-z][a-z_]{0,39}$'),
  bound text check (bound in ('floor', 'ceiling')),
  is_owned boolean not null
);

-- Who may post a kind: the worker always, people with one of these roles in the network, and where `is_own`, people of the organisation whose accounts alone are touched.
create table ledger_kinds (
  kind text primary key check (kind ~ '^[a-z][a-z_]{0,39}$'),
  posters text[] not null,
  is_own boolean not null default false
);

-- Balanced is not enough: which purposes a kind may add to (1) or take from (-1).
create table ledger_flows (
  kind text not null references ledger_kinds,
  purpose text not null references ledger_purposes,
  sign smallint not null check (sign in (-1, 1)),
  primary key (kind, purpose, sign)
);

create table ledger_periods (
  month text primary key check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  closed_at timestamptz,
  check (starts_at < ends_at),
  constraint ledger_periods_apart exclude using gist (tstzrange(starts_at, ends_at) with &&)
);

create table ledger_accounts (
  id bigint generated always as identity primary key,
  owner_id uuid,
  -- To be looked up by: null is not equal to null, and a comparison that says it is uses no index.
  owner_key uuid not null generated always as (coalesce(owner_id, '00000000-0000-0000-0000-000000000000')) stored,
  purpose text not null references ledger_purposes,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at timestamptz not null default now(),
  constraint ledger_accounts_one unique (owner_key, purpose, currency)
);

-- A number is drawn by a transaction that has its own id already: so whoever has read the sequence and then waited for every transaction that was older than
-- himself knows that no smaller number can still appear. The sealer relies on it.
create sequence ledger_numbers;
create table ledger_txs (
  id bigint primary key default (case when pg_current_xact_id() is null then null else nextval('ledger_numbers') end),
  idempotency_key text not null constraint ledger_txs_key unique check (length(idempotency_key) between 1 and 200),
  request_hash bytea not null check (length(request_hash) = 32),
  kind text not null,
  effective_at timestamptz not null,
  reverses bigint,
  reference text not null check (length(reference) <= 500),
  created_at timestamptz not null default now(),
  created_by uuid
);
create index ledger_txs_reversals on ledger_txs (reverses) where reverses is not null;

-- No foreign keys: they would be looked up for each of millions of rows. The trigger below looks them up by statement, and nothing here is ever deleted.
create table ledger_entries (
  tx_id bigint not null,
  ordinal smallint not null,
  account_id bigint not null,
  minor bigint not null check (minor <> 0),
  primary key (tx_id, ordinal)
);
create index ledger_entries_by_account on ledger_entries (account_id, tx_id);

-- A projection: the sum of an account's entries up to a transaction, moved on by the sealer. The balance is this plus the entries after it.
create table ledger_balances (
  account_id bigint primary key references ledger_accounts,
  folded_minor bigint not null default 0,
  folded_through bigint not null default 0
);

-- The chain: each block holds the digest of its transactions and the hash of the block before.
create table ledger_blocks (
  number bigint primary key,
  first_tx bigint not null,
  last_tx bigint not null,
  tx_count integer not null check (tx_count >= 0),
  digest bytea not null check (length(digest) = 32),
  prev_hash bytea not null check (length(prev_hash) = 32),
  hash bytea not null check (length(hash) = 32),
  sealed_at timestamptz not null default now(),
  check (first_tx <= last_tx)
);
create unique index ledger_blocks_first on ledger_blocks (first_tx);

create table ledger_sealing (
  id integer primary key check (id = 1),
  boundary bigint not null,
  horizon xid8 not null
);

create trigger ledger_accounts_append_only before update or delete or truncate on ledger_accounts execute function refuse_change();
create trigger ledger_txs_append_only before update or delete or truncate on ledger_txs execute function refuse_change();
create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries execute function refuse_change();
create trigger ledger_blocks_append_only before update or delete or truncate on ledger_blocks execute function refuse_change();

create function keep_closed_period() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null or new.month <> old.month or new.starts_at <> old.starts_at or new.ends_at <> old.ends_at then
    raise exception 'a closed month stays as it is' using errcode = 'check_violation', constraint = 'ledger_month_closed';
  end if;
  return new;
end $$;
create trigger ledger_periods_kept before update on ledger_periods for each row execute function keep_closed_period();
create trigger ledger_periods_append_only before delete or truncate on ledger_periods execute function refuse_change();

-- A transaction has entries at the end of the database's transaction that made it.
create function check_tx_has_entries() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not exists (select from ledger_entries where tx_id = new.id) then
    raise exception 'ledger transaction % has no entries', new.id using errcode = 'check_violation', constraint = 'ledger_tx_empty';
  end if;
  return null;
end $$;
create constraint trigger ledger_txs_have_entries after insert on ledger_txs
  deferrable initially deferred for each row execute function check_tx_has_entries();

-- Once for each statement and in one pass, so that a million entries cost a few joins and not a million checks. All entries of a transaction come in one statement:
-- their ordinals are 1, 2, 3 and so on, and whatever came later would begin above 1.
create function check_entries() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  found_now record;
  wrong record;
  touched bigint[];
begin
  select bool_or(is_homeless) as is_homeless, bool_or(is_unbalanced) as is_unbalanced, bool_or(is_stray) as is_stray, bool_or(goes_down) as goes_down, bool_or(lowest <> 1 or highest <> entries) as is_added
    into found_now
    from (
      select tx_id, bool_or(is_homeless) as is_homeless, bool_or(total <> 0) as is_unbalanced, bool_or(is_stray) as is_stray, bool_or(goes_down) as goes_down,
        min(lowest) as lowest, max(highest) as highest, sum(entries) as entries
      from (
        select f.tx_id, a.currency, sum(f.minor) as total, count(*) as entries, min(f.ordinal) as lowest, max(f.ordinal) as highest,
          bool_or(t.id is null or a.id is null) as is_homeless, bool_or(t.id is not null and a.id is not null and w.kind is null) as is_stray,
          bool_or(p.bound = 'floor' and f.minor < 0 or p.bound = 'ceiling' and f.minor > 0) as goes_down
        from fresh f
          left join ledger_txs t on t.id = f.tx_id
          left join ledger_accounts a on a.id = f.account_id
          left join ledger_purposes p on p.purpose = a.purpose
          left join ledger_flows w on w.kind = t.kind and w.purpose = a.purpose and w.sign = case when f.minor > 0 then 1 else -1 end
        group by f.tx_id, a.currency) by_currency
      group by tx_id) by_tx;
  if found_now.is_homeless then
    raise exception 'an entry of no transaction or account' using errcode = 'foreign_key_violation', constraint = 'ledger_entry_homeless';
  elsif found_now.is_unbalanced then
    raise exception 'a ledger transaction does not sum to zero' using errcode = 'check_violation', constraint = 'ledger_tx_unbalanced';
  elsif found_now.is_added then
    raise exception 'a transaction is written at once and never added to' using errcode = 'check_violation', constraint = 'ledger_tx_closed';
  elsif found_now.is_stray then
    raise exception 'this kind of transaction may not move these accounts' using errcode = 'check_violation', constraint = 'ledger_flow_not_allowed';
  end if;

  -- Only what moves an account toward its bound waits for others: adding to what a partner is owed locks nothing.
  if found_now.goes_down is not true then return null; end if;
  select array_agg(account_id order by account_id) into touched from (
    select f.account_id from fresh f
      join ledger_accounts a on a.id = f.account_id join ledger_purposes p on p.purpose = a.purpose
      where p.bound is not null group by f.account_id, p.bound
      having sum(f.minor) < 0 and p.bound = 'floor' or sum(f.minor) > 0 and p.bound = 'ceiling') toward;
  if touched is null then return null; end if;
  perform 1 from ledger_balances where account_id = any (touched) order by account_id for update;
  select a.id into wrong from ledger_balances b
    join ledger_accounts a on a.id = b.account_id join ledger_purposes p on p.purpose = a.purpose
    cross join lateral (select b.folded_minor + coalesce(sum(e.minor), 0) as balance from ledger_entries e
      where e.account_id = b.account_id and e.tx_id > b.folded_through) now_
    where b.account_id = any (touched) and (p.bound = 'floor' and balance < 0 or p.bound = 'ceiling' and balance > 0) limit 1;
  if found then
    raise exception 'account % would pass its bound', wrong.id using errcode = 'check_violation', constraint = 'ledger_bound';
  end if;
  return null;
end $$;
create trigger ledger_entries_checked after insert on ledger_entries
  referencing new table as fresh for each statement execute function check_entries();

create function balance_row_of_account() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  insert into ledger_balances (account_id) select id from fresh;
  return null;
end $$;
create trigger ledger_accounts_balance after insert on ledger_accounts
  referencing new table as fresh for each statement execute function balance_row_of_account();

do $$
declare
  name text;
begin
  foreach name in array array['ledger_purposes', 'ledger_kinds', 'ledger_flows', 'ledger_periods', 'ledger_accounts', 'ledger_txs', 'ledger_entries',
    'ledger_balances', 'ledger_blocks', 'ledger_sealing'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('create policy %I on %I for select to nexus_worker using (true)', name || '_worker', name);
    execute format('grant select on %I to nexus_worker', name);
    execute format('grant select on %I to nexus_app', name);
  end loop;
end $$;
revoke select on ledger_sealing from nexus_app;

create policy ledger_purposes_read on ledger_purposes for select to nexus_app using (true);
create policy ledger_kinds_read on ledger_kinds for select to nexus_app using (true);
create policy ledger_flows_read on ledger_flows for select to nexus_app using (true);
create policy ledger_periods_read on ledger_periods for select to nexus_app using (true);
create policy ledger_accounts_read on ledger_accounts for select to nexus_app
  using ((select acts_for_network('finance', 'owner')) or owner_id = any ((select acting_organisation_ids())::uuid[]));
create policy ledger_entries_read on ledger_entries for select to nexus_app
  using ((select acts_for_network('finance', 'owner')) or account_id in (select id from ledger_accounts where owner_id = any ((select acting_organisation_ids())::uuid[])));
create policy ledger_balances_read on ledger_balances for select to nexus_app
  using ((select acts_for_network('finance', 'owner')) or account_id in (select id from ledger_accounts where owner_id = any ((select acting_organisation_ids())::uuid[])));
-- A partner sees a transaction through its own entries, and of it only those.
create policy ledger_txs_read on ledger_txs for select to nexus_app
  using ((select acts_for_network('finance', 'owner')) or exists (select from ledger_entries e where e.tx_id = ledger_txs.id));
create policy ledger_blocks_read on ledger_blocks for select to nexus_app using ((select acts_for_network('finance', 'owner')));

insert into ledger_purposes (purpose, bound, is_owned) values
  ('accrued', 'floor', true),
  ('payable', 'floor', true),
  ('in_payout', 'floor', true),
  ('clawback_receivable', 'ceiling', true),
  ('knowledge_credit', 'floor', true),
  ('commission_expense', null, false),
  ('payout_wash', null, false),
  ('tax_withheld', null, false),
  ('deferred_revenue', null, false),
  ('fx_brokerage', null, false),
  ('consignment_inventory', null, false),
  ('knowledge_pool', null, false),
  ('writeoff', null, false);

insert into ledger_kinds (kind, posters, is_own) values
  ('sale_accrued', '{owner,finance,channel_manager}', false),
  ('month_settled', '{owner,finance}', false),
  ('bonus_accrued', '{owner,finance}', false),
  ('sale_reversed', '{owner,finance}', false),
  ('hold_released', '{owner,finance}', false),
  ('clawback_netted', '{owner,finance}', false),
  ('clawback_written_off', '{owner,finance}', false),
  ('payout_claimed', '{owner,finance}', false),
  ('payout_paid', '{owner,finance}', false),
  ('payout_returned', '{owner,finance}', false),
  ('tax_withheld', '{owner,finance}', false),
  ('credit_earned', '{owner,channel_manager,support}', false),
  ('credit_bought', '{owner,finance}', true),
  ('credit_spent', '{owner,channel_manager}', true),
  ('credit_expired', '{owner,channel_manager}', false);

insert into ledger_flows (kind, purpose, sign) values
  ('sale_accrued', 'commission_expense', -1), ('sale_accrued', 'accrued', 1),
  ('month_settled', 'commission_expense', -1), ('month_settled', 'commission_expense', 1), ('month_settled', 'accrued', 1),
  ('month_settled', 'accrued', -1), ('month_settled', 'payable', -1), ('month_settled', 'clawback_receivable', -1),
  ('bonus_accrued', 'commission_expense', -1), ('bonus_accrued', 'accrued', 1),
  ('sale_reversed', 'commission_expense', 1), ('sale_reversed', 'commission_expense', -1), ('sale_reversed', 'accrued', -1),
  ('sale_reversed', 'accrued', 1), ('sale_reversed', 'payable', -1), ('sale_reversed', 'payable', 1), ('sale_reversed', 'clawback_receivable', -1),
  ('hold_released', 'accrued', -1), ('hold_released', 'payable', 1),
  ('clawback_netted', 'payable', -1), ('clawback_netted', 'clawback_receivable', 1),
  ('clawback_written_off', 'clawback_receivable', 1), ('clawback_written_off', 'writeoff', -1),
  ('payout_claimed', 'payable', -1), ('payout_claimed', 'in_payout', 1), ('payout_claimed', 'fx_brokerage', 1), ('payout_claimed', 'fx_brokerage', -1),
  ('payout_paid', 'in_payout', -1), ('payout_paid', 'payout_wash', 1),
  ('payout_returned', 'in_payout', -1), ('payout_returned', 'payable', 1), ('payout_returned', 'fx_brokerage', 1), ('payout_returned', 'fx_brokerage', -1),
  ('tax_withheld', 'payable', -1), ('tax_withheld', 'tax_withheld', 1),
  ('credit_earned', 'knowledge_pool', -1), ('credit_earned', 'knowledge_credit', 1),
  ('credit_bought', 'knowledge_pool', -1), ('credit_bought', 'knowledge_credit', 1),
  ('credit_spent', 'knowledge_credit', -1), ('credit_spent', 'knowledge_pool', 1),
  ('credit_expired', 'knowledge_credit', -1), ('credit_expired', 'knowledge_pool', 1);
