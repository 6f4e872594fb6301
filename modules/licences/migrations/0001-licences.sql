-- Public keys of roots. Their private parts are files that never come here.
create table licence_roots (
  kid text primary key check (kid ~ '^[0-9a-f]{32}$'),
  public_pem text not null,
  added_by uuid,
  added_at timestamptz not null
);

-- Intermediates: made here, private part sealed, vouched for by a root elsewhere. One at a time signs.
create table licence_keys (
  id uuid primary key,
  kid text not null unique check (kid ~ '^[0-9a-f]{32}$'),
  public_pem text not null,
  private_key bytea not null,
  -- The root's word for it, as it goes in front of what it signs.
  chain text,
  issuer text,
  purposes text[] not null default '{}',
  not_before timestamptz,
  not_after timestamptz,
  state text not null check (state in ('waiting', 'active', 'retired', 'revoked')),
  revoked_from timestamptz,
  created_by uuid,
  created_at timestamptz not null,
  constraint licence_keys_vouched check (state = 'waiting' or (chain is not null and not_before < not_after)),
  constraint licence_keys_revoked check ((state = 'revoked') = (revoked_from is not null))
);
create unique index licence_keys_one_active on licence_keys ((true)) where state = 'active';

-- How licences of a product and kind behave. A version never changes; a licence keeps the one that it was issued under.
create table licence_policies (
  id uuid primary key,
  product text not null,
  kind text not null check (kind in ('perpetual', 'annual', 'hybrid', 'consumption')),
  version integer not null check (version > 0),
  warn_days integer not null check (warn_days between 0 and 365),
  grace_days integer not null check (grace_days between 0 and 365),
  activate_within_days integer not null check (activate_within_days between 0 and 365),
  -- How many marks of a machine must be found again; 0: not bound to machines.
  marks_needed integer not null check (marks_needed between 0 and 5),
  -- Seats that are given back without a receipt, in twelve months.
  yearly_releases integer not null check (yearly_releases between 0 and 100),
  refund text not null check (refund in ('suspend', 'ask', 'keep')),
  created_by uuid,
  created_at timestamptz not null,
  constraint licence_policies_version unique (product, kind, version)
);

create table licences (
  id uuid primary key,
  number bigint generated always as identity unique,
  customer_id uuid not null,
  customer_name text not null,
  partner_id uuid,
  order_id uuid,
  -- What it was issued for: the same line of an order gives the same licence, however often it is asked for.
  source_id uuid constraint licences_source unique,
  product text not null,
  kind text not null check (kind in ('perpetual', 'annual', 'hybrid', 'consumption')),
  modules text[] not null,
  limits jsonb not null,
  metered_units text[] not null,
  seats integer not null check (seats between 1 and 100000),
  not_before timestamptz not null,
  expires timestamptz,
  maintenance_until timestamptz,
  max_release_date timestamptz,
  policy jsonb not null,
  policy_version integer not null,
  machine_salt text not null,
  state text not null default 'active' check (state in ('active', 'suspended', 'revoked', 'expired', 'superseded')),
  state_reason text,
  state_since timestamptz not null,
  supersedes uuid references licences (id),
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  constraint licences_for_ever check (kind in ('annual', 'consumption') or expires is null),
  constraint licences_rented check (kind <> 'annual' or expires is not null),
  constraint licences_maintained check (kind <> 'hybrid' or maintenance_until is not null),
  constraint licences_metered check (kind <> 'consumption' or cardinality(metered_units) > 0),
  constraint licences_term check (expires is null or expires > not_before)
);
create index licences_by_partner on licences (partner_id, id);
create index licences_by_customer on licences (customer_id, id);
create index licences_by_order on licences (order_id) where order_id is not null;
create index licences_ending on licences (expires) where state = 'active' and expires is not null;

-- Every file that ever left.
create table licence_files (
  serial uuid primary key,
  licence_id uuid not null references licences (id),
  seq integer not null check (seq > 0),
  kid text not null references licence_keys (kid),
  digest text not null unique,
  file text not null,
  reason text not null,
  issued_by uuid,
  issued_at timestamptz not null,
  constraint licence_files_seq unique (licence_id, seq)
);

create table activations (
  id uuid primary key,
  licence_id uuid not null references licences (id),
  seq integer not null,
  nonce text not null constraint activations_nonce unique,
  device_kid text not null constraint activations_device unique,
  public_key text not null,
  machine_name text not null,
  -- Hashes under the licence's salt.
  fingerprint jsonb not null,
  need integer not null,
  response text not null,
  state text not null default 'live' check (state in ('live', 'deactivated', 'released', 'replaced')),
  end_reason text,
  -- Two machines spoke as this one.
  clone_since timestamptz,
  activated_by uuid,
  activated_at timestamptz not null,
  ended_at timestamptz,
  constraint activations_seq unique (licence_id, seq),
  constraint activations_ended check ((state = 'live') = (ended_at is null))
);
create index activations_live on activations (licence_id) where state = 'live';

create table deactivation_receipts (
  activation_id uuid primary key references activations (id),
  licence_id uuid not null references licences (id),
  file text not null,
  epoch uuid not null,
  counters jsonb not null,
  received_by uuid,
  received_at timestamptz not null
);

create table usage_reports (
  id uuid primary key,
  licence_id uuid not null references licences (id),
  activation_id uuid not null references activations (id),
  epoch uuid not null,
  epoch_number integer not null,
  epoch_reason text not null,
  seq integer not null,
  digest text not null,
  previous text,
  period text not null,
  is_month_closed boolean not null,
  counters jsonb not null,
  state text not null check (state in ('accepted', 'refused')),
  fault text,
  -- Reports between the one before and this one, when it came.
  missing integer not null default 0,
  is_twin boolean not null default false,
  is_clock_behind boolean not null,
  is_after_end boolean not null,
  file text not null,
  written_at timestamptz not null,
  received_by uuid,
  received_at timestamptz not null,
  constraint usage_reports_refused check ((state = 'refused') = (fault is not null)),
  constraint usage_reports_once unique (activation_id, digest)
);
create unique index usage_reports_number on usage_reports (activation_id, epoch, seq) where state = 'accepted';
create index usage_reports_by_licence on usage_reports (licence_id, received_at desc);

-- Up to where consumption was invoiced: totals at that moment, and what that invoice is for.
create table consumption_settlements (
  id uuid primary key,
  licence_id uuid not null references licences (id),
  ordinal integer not null,
  invoice_id uuid not null constraint consumption_settlements_invoice unique,
  period text not null,
  totals jsonb not null,
  consumption jsonb not null,
  settled_at timestamptz not null,
  constraint consumption_settlements_ordinal unique (licence_id, ordinal)
);

create table revocation_lists (
  seq integer primary key check (seq > 0),
  kid text not null references licence_keys (kid),
  file text not null,
  issued_by uuid,
  issued_at timestamptz not null
);

-- What follows for a licence when money was given back.
create table refund_decisions (
  id uuid primary key,
  licence_id uuid not null references licences (id),
  refund_id uuid not null,
  is_full boolean not null,
  decision text not null check (decision in ('open', 'suspend', 'keep')),
  reason text,
  decided_by uuid,
  asked_at timestamptz not null,
  decided_at timestamptz,
  constraint refund_decisions_once unique (licence_id, refund_id),
  constraint refund_decisions_decided check ((decision = 'open') = (decided_at is null))
);
create index refund_decisions_open on refund_decisions (asked_at) where decision = 'open';

-- Locks a licence that the caller sees, so that seats, numbers and totals are counted by one at a time.
create function hold_licence(wanted uuid) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ select 1 from licences where id = wanted for update $$;

create trigger licence_policies_unchanged before update or delete on licence_policies for each row execute function refuse_change();
create trigger licence_files_unchanged before update or delete on licence_files for each row execute function refuse_change();
create trigger deactivation_receipts_unchanged before update or delete on deactivation_receipts for each row execute function refuse_change();
create trigger usage_reports_unchanged before update or delete on usage_reports for each row execute function refuse_change();
create trigger consumption_settlements_unchanged before update or delete on consumption_settlements for each row execute function refuse_change();
create trigger revocation_lists_unchanged before update or delete on revocation_lists for each row execute function refuse_change();

-- The terms of what was sold do not change behind a file: a seat more, a later end and a new state come with a new version.
create function keep_licence() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' or new.id <> old.id or new.product <> old.product or new.machine_salt <> old.machine_salt or new.customer_id <> old.customer_id
     or new.source_id is distinct from old.source_id or new.version <= old.version then
    raise exception 'a licence keeps what it is' using errcode = 'restrict_violation';
  end if;
  if old.state = 'revoked' and new.state <> 'revoked' then
    raise exception 'a revoked licence stays revoked' using errcode = 'check_violation', constraint = 'licences_revoked_for_good', table = 'licences';
  end if;
  return new;
end $$;
create trigger licences_kept before update or delete on licences for each row execute function keep_licence();

-- Live seats never exceed what was sold, whatever the application counts. The lock on the licence makes those who come at once wait for each other.
create function ensure_seats() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  sold integer;
begin
  select seats into sold from licences where id = new.licence_id for update;
  if (select count(*) from activations where licence_id = new.licence_id and state = 'live') > sold then
    raise exception 'no seat is free' using errcode = 'check_violation', constraint = 'activations_seats', table = 'activations';
  end if;
  return null;
end $$;
create constraint trigger activations_within_seats after insert or update of state on activations
  for each row when (new.state = 'live') execute function ensure_seats();

do $$
declare name text;
begin
  foreach name in array array['licence_roots', 'licence_keys', 'licence_policies', 'licences', 'licence_files', 'activations', 'deactivation_receipts',
                              'usage_reports', 'consumption_settlements', 'revocation_lists', 'refund_decisions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('grant select, insert on %I to nexus_app, nexus_worker', name);
  end loop;
  -- The network's own: whoever handles a machine needs the key to sign with, which is sealed.
  foreach name in array array['licence_roots', 'licence_keys', 'licence_policies', 'revocation_lists'] loop
    execute format('create policy %I on %I for select to nexus_app using (cardinality((select acting_organisation_ids())) > 0)', name || '_seen', name);
  end loop;
  execute 'create policy licences_seen on licences for select to nexus_app
    using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]))';
  foreach name in array array['licence_files', 'activations', 'deactivation_receipts', 'usage_reports', 'consumption_settlements', 'refund_decisions'] loop
    execute format('create policy %I on %I for select to nexus_app using (licence_id in (select id from licences))', name || '_seen', name);
  end loop;
end $$;

create policy licence_roots_added on licence_roots for insert to nexus_app with check ((select acts_for_network('owner')));
create policy licence_keys_made on licence_keys for insert to nexus_app with check ((select acts_for_network('owner')) and created_by = current_person_id());
create policy licence_keys_changed on licence_keys for update to nexus_app using ((select acts_for_network('owner'))) with check ((select acts_for_network('owner')));
create policy licence_policies_made on licence_policies for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy licences_sold on licences for insert to nexus_app with check ((select acts_for_network('owner', 'finance', 'channel_manager')));
create policy licences_changed on licences for update to nexus_app
  using ((select acts_for_network('owner', 'finance', 'channel_manager'))) with check ((select acts_for_network('owner', 'finance', 'channel_manager')));
create policy licence_files_issued on licence_files for insert to nexus_app with check ((select acts_for_network('owner', 'finance', 'channel_manager')));
create policy revocation_lists_issued on revocation_lists for insert to nexus_app with check ((select acts_for_network('owner', 'finance', 'channel_manager', 'support')));
create policy consumption_settled on consumption_settlements for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy refund_decisions_asked on refund_decisions for insert to nexus_app with check ((select acts_for_network('owner', 'finance')));
create policy refund_decisions_decided on refund_decisions for update to nexus_app
  using ((select acts_for_network('owner', 'finance'))) with check ((select acts_for_network('owner', 'finance')) and decided_by = current_person_id());

-- Files of machines come through the office, and through partners for their own customers.
create function handles_machines_of(licence uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select acts_for_network('owner', 'channel_manager', 'support', 'finance')
          or exists (select from licences l where l.id = licence and l.partner_id is not null and acts_in(l.partner_id, 'partner_admin', 'technician')) $$;
create policy activations_made on activations for insert to nexus_app with check (handles_machines_of(licence_id));
create policy activations_ended on activations for update to nexus_app using (handles_machines_of(licence_id)) with check (handles_machines_of(licence_id));
create policy deactivation_receipts_taken on deactivation_receipts for insert to nexus_app with check (handles_machines_of(licence_id));
create policy usage_reports_taken on usage_reports for insert to nexus_app with check (handles_machines_of(licence_id));

grant update on licence_keys, licences, refund_decisions to nexus_app, nexus_worker;
grant update (state, end_reason, ended_at, clone_since) on activations to nexus_app, nexus_worker;
grant execute on function hold_licence(uuid), handles_machines_of(uuid) to nexus_app, nexus_worker;

call guard_sealed_columns('licence_keys', 'private_key');
