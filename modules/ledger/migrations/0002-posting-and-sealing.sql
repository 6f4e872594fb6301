-- The one way in. Postings are arrays, so that one call writes one transaction or ten thousand. The same key with the same request gives the same transaction
-- again and writes nothing; with another request it is refused.
create function post_ledger(
  months text[], starts timestamptz[], ends timestamptz[],
  owners uuid[], purposes text[], currencies text[],
  keys text[], hashes bytea[], kinds text[], effectives timestamptz[], originals bigint[], refs text[],
  entry_posting integer[], entry_ordinal smallint[], entry_account integer[], entry_minor bigint[]
) returns table (place integer, tx_id bigint, is_new boolean)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
declare
  wrong record;
  accounts bigint[];
  made bigint[];
begin
  select k into wrong from unnest(kinds) k where not exists (select from ledger_kinds where kind = k) limit 1;
  if found then raise exception 'unknown kind of posting' using errcode = 'check_violation', constraint = 'ledger_kind_unknown'; end if;

  if not pg_has_role(session_user, 'nexus_worker', 'member') then
    select d.kind into wrong from (select distinct unnest(kinds) as kind) d join ledger_kinds k on k.kind = d.kind
      where not acts_for_network(variadic k.posters)
        and not (k.is_own and not exists (select from unnest(owners) o where o is not null and o <> all (acting_organisation_ids()))) limit 1;
    if found or current_person_id() is null then
      raise exception 'may not post %', wrong.kind using errcode = 'insufficient_privilege';
    end if;
  end if;

  insert into ledger_periods (month, starts_at, ends_at)
    select * from unnest(months, starts, ends) order by 1 on conflict (month) do nothing;
  -- Closing a month waits for everybody who is posting in it.
  perform 1 from ledger_periods where month = any (months) order by month for share;
  select e into wrong from unnest(effectives) e
    where not exists (select from ledger_periods p where p.starts_at <= e and e < p.ends_at and p.closed_at is null) limit 1;
  if found then raise exception 'the month is closed' using errcode = 'check_violation', constraint = 'ledger_month_closed'; end if;

  insert into ledger_accounts (owner_id, purpose, currency)
    select o, p, c from unnest(owners, purposes, currencies) as w (o, p, c)
    where not exists (select from ledger_accounts a where a.owner_key = coalesce(o, '00000000-0000-0000-0000-000000000000') and a.purpose = p and a.currency = c)
    order by 1, 2, 3
    on conflict on constraint ledger_accounts_one do nothing;
  select array_agg(a.id order by w.n) into accounts
    from unnest(owners, purposes, currencies) with ordinality as w (o, p, c, n)
    join ledger_accounts a on a.owner_key = coalesce(w.o, '00000000-0000-0000-0000-000000000000') and a.purpose = w.p and a.currency = w.c;
  if exists (select from unnest(owners, purposes) as w (o, p) join ledger_purposes u on u.purpose = w.p where u.is_owned <> (w.o is not null)) then
    raise exception 'an account of the wrong owner' using errcode = 'check_violation', constraint = 'ledger_account_owner';
  end if;

  if exists (select from unnest(originals) r where r is not null) then
    perform 1 from ledger_txs where id = any (originals) order by id for update;
    if exists (select from unnest(originals) r where r is not null and not exists (select from ledger_txs t where t.id = r and t.reverses is null)) then
      raise exception 'reverses nothing' using errcode = 'check_violation', constraint = 'ledger_reversal_unknown';
    end if;
  end if;

  with inserted as (
    insert into ledger_txs (idempotency_key, request_hash, kind, effective_at, reverses, reference, created_by)
      select k, h, i, e, r, f, current_person_id() from unnest(keys, hashes, kinds, effectives, originals, refs) as w (k, h, i, e, r, f)
      on conflict on constraint ledger_txs_key do nothing
      returning id, idempotency_key
  ), numbered as (
    select i.id, n from inserted i join unnest(keys) with ordinality as w (k, n) on w.k = i.idempotency_key
  ), entered as (
    insert into ledger_entries (tx_id, ordinal, account_id, minor)
      select i.id, w.o, accounts[w.a], w.m
      from unnest(entry_posting, entry_ordinal, entry_account, entry_minor) as w (t, o, a, m) join numbered i on i.n = w.t
  )
  select array_agg(id) into made from numbered;

  select k into wrong from unnest(keys, hashes) as w (k, h) join ledger_txs t on t.idempotency_key = k where t.request_hash <> h limit 1;
  if found then raise exception 'the key belongs to another posting' using errcode = 'unique_violation', constraint = 'ledger_key_reused'; end if;

  -- Taken together, what reverses a transaction gives no owner more back than it moved.
  select 1 into wrong from (
      select t.id, a.owner_key, a.currency, sum(e.minor) as moved from ledger_txs t
        join ledger_entries e on e.tx_id = t.id join ledger_accounts a on a.id = e.account_id
        where t.id = any (originals) group by t.id, a.owner_key, a.currency) o
    full join (
      select t.reverses as id, a.owner_key, a.currency, sum(e.minor) as moved from ledger_txs t
        join ledger_entries e on e.tx_id = t.id join ledger_accounts a on a.id = e.account_id
        where t.reverses = any (originals) group by t.reverses, a.owner_key, a.currency) r
      on r.id = o.id and r.owner_key = o.owner_key and r.currency = o.currency
    where coalesce(r.moved, 0) <> 0
      and (o.moved is null or sign(r.moved) <> -sign(o.moved) or abs(r.moved) > abs(o.moved)) limit 1;
  if found then
    raise exception 'more is reversed than was posted' using errcode = 'check_violation', constraint = 'ledger_reversal_exceeds';
  end if;

  return query select w.n::integer, t.id, t.id = any (coalesce(made, '{}')) from unnest(keys) with ordinality as w (k, n)
    join ledger_txs t on t.idempotency_key = w.k order by w.n;
end $$;

-- Waits for everybody who is posting in the month; afterwards nobody can. Closing twice is closing once.
create function close_ledger_period(wanted text, starts timestamptz, ends timestamptz) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not pg_has_role(session_user, 'nexus_worker', 'member') and not acts_for_network('owner', 'finance') then
    raise exception 'may not close a month' using errcode = 'insufficient_privilege';
  end if;
  insert into ledger_periods (month, starts_at, ends_at) values (wanted, starts, ends) on conflict (month) do nothing;
  update ledger_periods set closed_at = now() where month = wanted and closed_at is null;
end $$;

-- First half of sealing: up to which number, and until which transaction has ended. To be called first in a transaction of its own.
create function propose_ledger_boundary() returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  newest bigint;
begin
  if pg_current_xact_id_if_assigned() is not null then raise exception 'to be called first in a transaction of its own'; end if;
  select case when is_called then last_value else 0 end into newest from ledger_numbers;
  insert into ledger_sealing (id, boundary, horizon) values (1, newest, pg_current_xact_id())
    on conflict (id) do update set boundary = excluded.boundary, horizon = excluded.horizon
    where ledger_sealing.boundary <= (select coalesce(max(last_tx), 0) from ledger_blocks);
end $$;

-- What a transaction is in the chain, in bytes that any program can make again.
create function ledger_tx_bytes(id bigint, effective_at timestamptz, reverses bigint, request_hash bytea, idempotency_key text, kind text, reference text, entries bytea)
  returns bytea language sql immutable
  return int8send(id) || int8send((extract(epoch from effective_at) * 1000000)::bigint) || int8send(coalesce(reverses, 0)) || request_hash
    || convert_to(idempotency_key, 'UTF8') || '\x00'::bytea || convert_to(kind, 'UTF8') || '\x00'::bytea || convert_to(reference, 'UTF8') || '\x00'::bytea || entries;

-- Second half: seals one block of at most `size` transactions below the boundary, once no older transaction can still write there, and folds it into the balances.
-- Returns how many transactions it sealed; 0 when there is nothing to do or somebody is still writing.
create function seal_ledger_block(size integer) returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  state ledger_sealing;
  before ledger_blocks;
  upto bigint;
  sealed integer;
  content bytea;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('nexus.ledger-sealer', 0)) then return 0; end if;
  select * into state from ledger_sealing where id = 1;
  select * into before from ledger_blocks order by number desc limit 1;
  if state is null or state.boundary <= coalesce(before.last_tx, 0) then return 0; end if;
  if pg_snapshot_xmin(pg_current_snapshot()) < state.horizon then return 0; end if;

  select max(id) into upto from (select id from ledger_txs where id > coalesce(before.last_tx, 0) and id <= state.boundary order by id limit size) w;
  -- Numbers that were drawn and rolled back leave a gap; a block may be all gap.
  if upto is null then
    delete from ledger_sealing where id = 1;
    return 0;
  end if;
  select count(*), sha256(string_agg(sha256(ledger_tx_bytes(t.id, t.effective_at, t.reverses, t.request_hash, t.idempotency_key, t.kind, t.reference, e.bytes)), ''::bytea order by t.id))
    into sealed, content
    from ledger_txs t
    join (select tx_id, string_agg(int8send(account_id) || int8send(minor), ''::bytea order by ordinal) as bytes
      from ledger_entries where tx_id > coalesce(before.last_tx, 0) and tx_id <= upto group by tx_id) e on e.tx_id = t.id
    where t.id > coalesce(before.last_tx, 0) and t.id <= upto;
  insert into ledger_blocks (number, first_tx, last_tx, tx_count, digest, prev_hash, hash) values (
    coalesce(before.number, 0) + 1, coalesce(before.last_tx, 0) + 1, upto, sealed, content, coalesce(before.hash, sha256('nexus.ledger/1')),
    sha256(int8send(coalesce(before.number, 0) + 1) || int8send(coalesce(before.last_tx, 0) + 1) || int8send(upto) || int8send(sealed) || content
      || coalesce(before.hash, sha256('nexus.ledger/1'))));
  update ledger_balances b set folded_minor = b.folded_minor + s.minor, folded_through = upto
    from (select account_id, sum(minor) as minor from ledger_entries where tx_id > coalesce(before.last_tx, 0) and tx_id <= upto group by account_id) s
    where b.account_id = s.account_id;
  return sealed;
end $$;

-- What the projection says and what the entries say, where they differ.
create function ledger_balance_differences() returns table (account_id bigint, folded bigint, summed bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select b.account_id, b.folded_minor, coalesce(s.minor, 0)::bigint from ledger_balances b
    left join (select e.account_id, sum(e.minor) as minor from ledger_entries e join ledger_balances f on f.account_id = e.account_id
      where e.tx_id <= f.folded_through group by e.account_id) s on s.account_id = b.account_id
    where b.folded_minor <> coalesce(s.minor, 0)
  $$;

create function rebuild_ledger_balances() returns integer
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  changed integer;
begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.ledger-sealer', 0));
  update ledger_balances b set folded_minor = d.summed from ledger_balance_differences() d where d.account_id = b.account_id;
  get diagnostics changed = row_count;
  return changed;
end $$;

grant execute on function post_ledger(text[], timestamptz[], timestamptz[], uuid[], text[], text[], text[], bytea[], text[], timestamptz[], bigint[], text[], integer[], smallint[], integer[], bigint[]),
  close_ledger_period(text, timestamptz, timestamptz) to nexus_app, nexus_worker;
grant execute on function propose_ledger_boundary(), seal_ledger_block(integer), ledger_balance_differences(), rebuild_ledger_balances() to nexus_worker;
