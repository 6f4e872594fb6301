-- Ways to come in besides one's own password: vouched for by a directory, a provider or a card, and back in after a forgotten password.

-- Who came from a directory has no password here and is nevertheless no invited person.
alter table people add column is_vouched boolean not null default false;

create or replace function has_joined(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return has_role('administrator') and (
    exists (select from credentials where person_id = wanted) or exists (select from people where id = wanted and is_vouched));

create function create_vouched_person(
  person uuid, person_fingerprint bytea, person_email bytea, person_name bytea, person_locale text, person_time_zone text, at timestamptz)
  returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into people (id, kind, state, is_vouched, email_fingerprint, email, name, locale, time_zone, created_at, updated_at)
      values (person, 'member', 'active', true, person_fingerprint, person_email, person_name, person_locale, person_time_zone, at, at);
  $$;
revoke execute on function create_vouched_person(uuid, bytea, bytea, bytea, text, text, timestamptz) from public;
grant execute on function create_vouched_person(uuid, bytea, bytea, bytea, text, text, timestamptz) to nexus_worker;

-- Somebody invited who comes in through a directory instead of the link.
create function vouch_for_person(person uuid, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  held text;
begin
  update people set is_vouched = true, state = case when state = 'invited' then 'active' else state end,
      version = version + 1, updated_at = at
    where id = person and kind = 'member' returning state into held;
  delete from invitations where person_id = person and held = 'active';
  return held;
end $$;
revoke execute on function vouch_for_person(uuid, timestamptz) from public;
grant execute on function vouch_for_person(uuid, timestamptz) to nexus_worker;

create function find_person_by_email(fingerprint bytea) returns table (person_id uuid, state text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select id, state from people where email_fingerprint = fingerprint and kind = 'member';
  $$;
revoke execute on function find_person_by_email(bytea) from public;
grant execute on function find_person_by_email(bytea) to nexus_worker, nexus_app;

create function state_of_person(wanted uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select state from people where id = wanted);
grant execute on function state_of_person(uuid) to nexus_app, nexus_worker;

-- An account that is no longer in the directory. The last administrator stays, as with any suspension.
create function suspend_vanished(person uuid, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  update people set state = 'suspended', version = version + 1, updated_at = at where id = person and state = 'active';
  if not found then return false; end if;
  delete from sessions where person_id = person;
  return true;
end $$;
revoke execute on function suspend_vanished(uuid, timestamptz) from public;
grant execute on function suspend_vanished(uuid, timestamptz) to nexus_worker;

-- Ends what a source vouched for (back-channel logout).
create function end_sessions_of_source(person uuid, wanted_source uuid) returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (delete from sessions where person_id = person and source_id = wanted_source returning 1) select count(*) from gone;
  $$;
revoke execute on function end_sessions_of_source(uuid, uuid) from public;
grant execute on function end_sessions_of_source(uuid, uuid) to nexus_worker;

-- Guesses at one account of a directory from sources where nobody has come in with it yet, all together: the directory counts wrong passwords
-- itself and locks the account for its owner, everywhere. So only this many a stretch of time are passed on to it. Returns until when strangers
-- wait, or null.
create function count_strange_attempt(attempt_key bytea, free_failures integer, stretch interval, at timestamptz) returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  attempt sign_in_attempts;
begin
  insert into sign_in_attempts (key, failures, blocked_until, updated_at) values (attempt_key, 0, at, at) on conflict do nothing;
  select * into attempt from sign_in_attempts where key = attempt_key for update;
  -- `updated_at` is the beginning of the stretch.
  if attempt.updated_at <= at - stretch then
    update sign_in_attempts set failures = 1, updated_at = at where key = attempt_key;
    return null;
  end if;
  if attempt.failures >= free_failures then return attempt.updated_at + stretch; end if;
  update sign_in_attempts set failures = failures + 1 where key = attempt_key;
  return null;
end $$;

create function begin_directory_attempt(account_key bytea, strangers_key bytea, free_failures integer, stretch interval, at timestamptz)
  returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from sign_in_attempts where key = account_key and succeeded_at > at - interval '30 days') then return null; end if;
  return count_strange_attempt(strangers_key, free_failures, stretch, at);
end $$;
grant execute on function begin_directory_attempt(bytea, bytea, integer, interval, timestamptz) to nexus_app;

-- Whether people may still come in with a password of this server.
create table password_rules (
  only_row boolean primary key default true constraint password_rules_one_row check (only_row),
  passwords_for text not null constraint password_rules_known check (passwords_for in ('everyone', 'break_glass')),
  changed_at timestamptz
);
alter table password_rules enable row level security;
insert into password_rules (passwords_for) values ('everyone');
create policy password_rules_readable on password_rules for select to nexus_app using (true);
create policy password_rules_changed on password_rules for update to nexus_app using (has_role('administrator')) with check (has_role('administrator'));
grant select, update (passwords_for, changed_at) on password_rules to nexus_app;

create table break_glass_people (
  person_id uuid primary key references people (id),
  named_by uuid not null references people (id),
  named_at timestamptz not null
);
create index break_glass_people_by_namer on break_glass_people (named_by);
alter table break_glass_people enable row level security;
create policy break_glass_people_managed on break_glass_people to nexus_app
  using (has_role('administrator')) with check (has_role('administrator') and named_by = current_person_id());
grant select, insert, delete on break_glass_people to nexus_app;

-- Active administrators with a password who are named for the emergency. When there is none any more, every administrator counts: a rule that
-- locks everybody out for good is worse than one that is loose for a day.
create function may_use_password(person uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select passwords_for from password_rules) = 'everyone' or (
    exists (select from person_roles where person_id = person and role = 'administrator') and (
      exists (select from break_glass_people where person_id = person)
      or not exists (
        select from break_glass_people b join people p on p.id = b.person_id and p.state = 'active'
          join person_roles r on r.person_id = b.person_id and r.role = 'administrator'
          join credentials c on c.person_id = b.person_id)));

create function break_glass_is_ready() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return has_role('administrator') and exists (
    select from break_glass_people b join people p on p.id = b.person_id and p.state = 'active'
      join person_roles r on r.person_id = b.person_id and r.role = 'administrator'
      join credentials c on c.person_id = b.person_id);
grant execute on function break_glass_is_ready() to nexus_app;

create function passwords_are_for_everyone() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select passwords_for = 'everyone' from password_rules);
grant execute on function passwords_are_for_everyone() to nexus_app;

drop function find_credentials(bytea);
create function find_credentials(fingerprint bytea)
  returns table (person_id uuid, password_hash bytea, state text, may_use_password boolean, is_break_glass boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.id, c.password_hash, p.state, may_use_password(p.id), exists (select from break_glass_people b where b.person_id = p.id)
    from people p join credentials c on c.person_id = p.id
    where p.email_fingerprint = fingerprint;
  $$;
grant execute on function find_credentials(bytea) to nexus_app;

-- The way back from a forgotten password: an administrator issues a link, and under production somebody else says yes to it first, so that
-- nobody who runs the system can walk into the account of somebody who reads.
create table password_resets (
  person_id uuid primary key references people (id),
  token_hash bytea not null constraint password_resets_token_unique unique
    constraint password_resets_token_size check (octet_length(token_hash) = 32),
  issued_by uuid not null references people (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- Null until a second person has said yes; the issuer's own id while the installation is under evaluation.
  approved_by uuid references people (id)
);
create index password_resets_by_issuer on password_resets (issued_by);
create index password_resets_by_approver on password_resets (approved_by);
alter table password_resets enable row level security;
create policy password_resets_seen on password_resets for select to nexus_app using (has_role('administrator') or has_role('officer'));
create policy password_resets_issued on password_resets for insert to nexus_app
  with check (has_role('administrator') and issued_by = current_person_id() and person_id <> current_person_id()
    and (approved_by is null or (approved_by = issued_by and (select mode from installation) = 'evaluation')));
create policy password_resets_voided on password_resets for delete to nexus_app using (has_role('administrator') or has_role('officer'));
create policy password_resets_approved on password_resets for update to nexus_app
  using ((has_role('administrator') or has_role('officer')) and issued_by <> current_person_id() and person_id <> current_person_id())
  with check (approved_by = current_person_id() and issued_by <> current_person_id() and person_id <> current_person_id());
create policy password_resets_expired on password_resets to nexus_worker using (true);
grant select, insert, delete on password_resets to nexus_app;
grant update (approved_by) on password_resets to nexus_app;
grant select (person_id, expires_at), delete on password_resets to nexus_worker;

create function find_password_reset(wanted_hash bytea, at timestamptz) returns table (person_id uuid, email bytea, is_approved boolean)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select r.person_id, p.email, r.approved_by is not null from password_resets r join people p on p.id = r.person_id and p.state = 'active'
    where r.token_hash = wanted_hash and r.expires_at > at;
  $$;
grant execute on function find_password_reset(bytea, timestamptz) to nexus_app;

-- Uses the link of the current person. Every session ends; the second step stays and is asked for at the next sign-in.
create function use_password_reset(wanted_hash bytea, at timestamptz, new_hash bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from password_resets
    where token_hash = wanted_hash and expires_at > at and approved_by is not null and person_id = current_person_id();
  if not found then return false; end if;
  update credentials set password_hash = new_hash, changed_at = at where person_id = current_person_id();
  if not found then return false; end if;
  delete from sessions where person_id = current_person_id();
  return true;
end $$;
grant execute on function use_password_reset(bytea, timestamptz, bytea) to nexus_app;
