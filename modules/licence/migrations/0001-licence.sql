-- Licence files as they were installed. They name the customer, so they are sealed. The one that became current last holds.
create table licence_files (
  serial uuid primary key,
  licence_id uuid not null,
  seq bigint not null check (seq > 0),
  file bytea not null,
  issued_at timestamptz not null,
  installed_by uuid not null,
  installed_at timestamptz not null,
  current_since timestamptz not null,
  -- Totals when it came: what was used before is nobody's business of the issuer.
  usage_base jsonb not null,
  constraint licence_files_seq unique (licence_id, seq)
);
create index licence_files_current on licence_files (current_since desc);

-- One row for each time that this machine asked to be activated, with the key that it made for that.
create table licence_activations (
  id uuid primary key,
  licence_id uuid not null,
  nonce text not null unique check (nonce ~ '^[0-9a-f]{64}$'),
  device_kid text not null,
  device_key bytea not null,
  -- Hashes of marks of the machine, by kind.
  fingerprint jsonb not null,
  need smallint,
  activation_id uuid unique,
  state text not null check (state in ('requested', 'active', 'replaced', 'deactivated')),
  request bytea not null,
  receipt bytea,
  requested_at timestamptz not null,
  activated_at timestamptz,
  deactivated_at timestamptz,
  constraint licence_activations_answered check ((activation_id is null) = (need is null) and (state in ('requested', 'replaced') or activation_id is not null))
);
create unique index licence_activations_one_active on licence_activations ((true)) where state = 'active';
create unique index licence_activations_one_request on licence_activations ((true)) where state = 'requested';

create table licence_revocations (
  id uuid primary key,
  seq bigint not null unique check (seq > 0),
  file bytea not null,
  issued_at timestamptz not null,
  installed_at timestamptz not null
);

-- What this machine knows of time and of itself; one row.
create table licence_clock (
  is_only boolean primary key default true check (is_only),
  high_water timestamptz not null default 'epoch',
  clock_back_since timestamptz,
  machine_fault text check (machine_fault in ('other_machine', 'cloned_disk')),
  machine_fault_since timestamptz,
  version text,
  version_since timestamptz,
  told_state text
);
insert into licence_clock default values;

-- Usage is counted where it happens, in the transaction of what is counted: a mark, a month's highest level, a person of a month. No content.
create table usage_marks (
  id uuid primary key default gen_random_uuid(),
  unit text not null,
  amount bigint not null check (amount > 0)
);
create table usage_totals (unit text primary key, total bigint not null check (total >= 0));
create table usage_levels (
  unit text not null,
  month text not null check (month ~ '^\d{4}-\d\d$'),
  level bigint not null check (level >= 0),
  primary key (unit, month)
);
create table usage_people (
  month text not null check (month ~ '^\d{4}-\d\d$'),
  person_id uuid not null,
  primary key (month, person_id)
);

-- Reports count from the beginning of an epoch. A restored database stands on another timeline of the log, and begins one.
create table usage_epochs (
  epoch uuid primary key,
  number integer not null unique,
  reason text not null check (reason in ('activated', 'restored', 'reset')),
  timeline text not null,
  activation_id uuid not null,
  base jsonb not null,
  began_at timestamptz not null,
  reports integer not null default 0,
  last_digest text
);
create table usage_reports (
  id uuid primary key,
  epoch uuid not null references usage_epochs (epoch),
  seq integer not null,
  period text not null,
  is_month_closed boolean not null,
  file bytea not null,
  counters jsonb not null,
  written_at timestamptz not null,
  constraint usage_reports_seq unique (epoch, seq)
);

create function record_usage(counted_unit text, counted bigint) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$ insert into usage_marks (unit, amount) values (counted_unit, counted) $$;

-- Only ever the highest of a month.
create function raise_usage_level(counted_unit text, in_month text, reached bigint) returns void
  language sql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
    insert into usage_levels (unit, month, level) values (counted_unit, in_month, reached)
    on conflict (unit, month) do update set level = excluded.level where usage_levels.level < excluded.level
  $$;

-- True when the person was not counted in that month yet.
create function record_active_person(in_month text) returns boolean
  language plpgsql volatile security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if current_person_id() is null then return false; end if;
  insert into usage_people (month, person_id) values (in_month, current_person_id()) on conflict do nothing;
  return found;
end $$;

-- Totals since the beginning: how much, never who or of what.
create function usage_so_far() returns table (unit text, total bigint)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select u.unit, sum(u.amount)::bigint from (
      select t.unit, t.total as amount from usage_totals t
      union all select m.unit, m.amount from usage_marks m
      union all select l.unit, l.level from usage_levels l
      union all select 'active_user', count(*) from usage_people
    ) u group by u.unit
  $$;

create function active_people(in_month text) returns bigint
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select count(*) from usage_people where month = in_month $$;

-- Counted is counted: totals and levels only grow.
create function keep_counted() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE'
     or (tg_table_name = 'usage_totals' and (to_jsonb(new)->>'total')::bigint < (to_jsonb(old)->>'total')::bigint)
     or (tg_table_name = 'usage_levels' and (to_jsonb(new)->>'level')::bigint < (to_jsonb(old)->>'level')::bigint) then
    raise exception 'what was counted stays counted' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger usage_totals_kept before update or delete on usage_totals for each row execute function keep_counted();
create trigger usage_levels_kept before update or delete on usage_levels for each row execute function keep_counted();
create trigger usage_people_kept before update or delete on usage_people for each row execute function keep_counted();
create trigger usage_reports_kept before delete on usage_reports for each row execute function refuse_change();

do $$
declare name text;
begin
  foreach name in array array['licence_files', 'licence_activations', 'licence_revocations', 'licence_clock', 'usage_marks', 'usage_totals',
                              'usage_levels', 'usage_people', 'usage_epochs', 'usage_reports'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', name || '_worker', name);
    execute format('create policy %I on %I to nexus_owner using (true) with check (true)', name || '_owner', name);
    execute format('grant select on %I to nexus_worker', name);
  end loop;
  foreach name in array array['licence_files', 'licence_activations', 'licence_revocations', 'licence_clock', 'usage_epochs', 'usage_reports'] loop
    execute format('create policy %I on %I to nexus_app using ((select has_role(''administrator''))) with check ((select has_role(''administrator'')))',
      name || '_administrator', name);
    execute format('grant select, insert on %I to nexus_app, nexus_worker', name);
  end loop;
end $$;
grant update (current_since, file) on licence_files to nexus_app, nexus_worker;
grant update on licence_activations to nexus_app, nexus_worker;
grant update (file) on licence_revocations, usage_reports to nexus_worker;
grant update on licence_clock to nexus_app, nexus_worker;
grant update (reports, last_digest) on usage_epochs to nexus_app, nexus_worker;
grant delete on usage_marks to nexus_worker;
grant insert, update on usage_totals to nexus_worker;
grant execute on function record_usage(text, bigint), raise_usage_level(text, text, bigint), record_active_person(text), usage_so_far(), active_people(text) to nexus_app, nexus_worker;

call guard_sealed_columns('licence_files', 'file');
call guard_sealed_columns('licence_activations', 'device_key', 'request', 'receipt');
call guard_sealed_columns('licence_revocations', 'file');
call guard_sealed_columns('usage_reports', 'file');
