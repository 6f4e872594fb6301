create table payout_batches (
  id uuid primary key,
  currency text not null,
  state text not null default 'draft' check (state in ('draft', 'approved', 'cancelled')),
  prepared_by uuid not null,
  prepared_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  cancelled_by uuid,
  cancelled_at timestamptz,
  constraint payout_batches_two_people check (approved_by <> prepared_by),
  check ((state = 'approved') = (approved_by is not null))
);

create table payouts (
  id uuid primary key,
  batch_id uuid not null references payout_batches,
  partner_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- What is sent, in the currency of the account; the same unless a rate is named.
  settle_currency text not null,
  settle_minor bigint not null check (settle_minor > 0),
  rate_id uuid references exchange_rates,
  method text not null check (method in ('iban', 'local_account', 'manual')),
  state text not null default 'draft' check (state in ('draft', 'approved', 'submitted', 'paid', 'failed', 'cancelled')),
  claimed_from timestamptz not null,
  claimed_through timestamptz not null,
  claim_tx_id bigint not null,
  end_to_end_id text not null unique,
  reference text,
  proof_sha256 bytea check (length(proof_sha256) = 32),
  failure_reason text,
  settled_by uuid,
  settled_at timestamptz,
  version integer not null default 1,
  check ((rate_id is null) = (settle_currency = currency)),
  check (method <> 'manual' or state <> 'paid' or (reference is not null and proof_sha256 is not null))
);
create index payouts_by_batch on payouts (batch_id);
create index payouts_by_partner on payouts (partner_id, id);
-- Money of a partner is in one payout at a time.
create unique index payouts_one_live on payouts (partner_id, currency) where state in ('draft', 'approved', 'submitted');

create function keep_payout() returns trigger language plpgsql as $$
begin
  if (new.id, new.batch_id, new.partner_id, new.currency, new.amount_minor, new.settle_currency, new.settle_minor, new.rate_id, new.method, new.claimed_from, new.claimed_through,
      new.claim_tx_id, new.end_to_end_id)
    is distinct from (old.id, old.batch_id, old.partner_id, old.currency, old.amount_minor, old.settle_currency, old.settle_minor, old.rate_id, old.method, old.claimed_from,
      old.claimed_through, old.claim_tx_id, old.end_to_end_id)
    or (old.state, new.state) not in (('draft', 'approved'), ('draft', 'cancelled'), ('approved', 'submitted'), ('approved', 'paid'), ('approved', 'failed'),
      ('submitted', 'paid'), ('submitted', 'failed')) then
    raise exception 'a payout does not change this way' using errcode = 'check_violation', constraint = 'payout_moves';
  end if;
  return new;
end $$;
create trigger payouts_kept before update on payouts for each row execute function keep_payout();

-- What a batch left where it was, and why.
create table payout_holds (
  batch_id uuid not null references payout_batches,
  partner_id uuid not null,
  amount_minor bigint not null,
  reason text not null check (reason in ('below_minimum', 'no_bank_details', 'bank_details_changed', 'no_exchange_rate')),
  until timestamptz,
  primary key (batch_id, partner_id)
);

create table clawback_write_offs (
  id uuid primary key,
  partner_id uuid not null,
  currency text not null,
  amount_minor bigint not null check (amount_minor > 0),
  reason text not null check (length(reason) between 1 and 1000),
  requested_by uuid not null,
  requested_at timestamptz not null,
  approved_by uuid,
  approved_at timestamptz,
  ledger_tx_id bigint,
  constraint clawback_write_offs_two_people check (approved_by <> requested_by),
  check ((approved_by is null) = (ledger_tx_id is null))
);

do $$
declare
  name text;
begin
  foreach name in array array['payout_batches', 'payouts', 'payout_holds', 'clawback_write_offs'] loop
    execute format('create trigger %I before delete or truncate on %I execute function refuse_change()', name || '_stay', name);
    execute format('grant select, insert, update on %I to nexus_app, nexus_worker', name);
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('create policy %I on %I to nexus_app using ((select acts_for_network(''finance'', ''owner''))) with check ((select acts_for_network(''finance'', ''owner'')))',
      name || '_office', name);
  end loop;
  foreach name in array array['payouts', 'payout_holds', 'clawback_write_offs'] loop
    execute format('create policy %I on %I for select to nexus_app using (partner_id = any ((select acting_organisation_ids())::uuid[]))', name || '_own', name);
  end loop;
end $$;
revoke update on payout_holds from nexus_app, nexus_worker;
