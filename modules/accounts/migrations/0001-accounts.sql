-- People, their roles, sessions, access tokens, and the links that let somebody in for the first time.
-- Everything that names a person is sealed (bytea). Look-ups by e-mail use a keyed hash.

create table installation (
  only_row boolean primary key default true constraint installation_one_row check (only_row),
  mode text not null constraint installation_mode_known check (mode in ('evaluation', 'production')),
  created_at timestamptz not null
);
alter table installation enable row level security;
create policy installation_readable on installation for select to nexus_app, nexus_worker, nexus_auditor using (true);
grant select on installation to nexus_app, nexus_worker, nexus_auditor;

create table people (
  id uuid primary key,
  kind text not null constraint people_kind_known check (kind in ('member', 'demo')),
  state text not null constraint people_state_known check (state in ('invited', 'active', 'suspended')),
  email_fingerprint bytea constraint people_email_unique unique
    constraint people_email_fingerprint_size check (octet_length(email_fingerprint) = 32),
  email bytea,
  name bytea not null,
  locale text not null constraint people_locale_form check (locale ~ '^[a-z]{2}(-[A-Z]{2})?$'),
  time_zone text not null constraint people_time_zone_size check (length(time_zone) <= 64),
  version integer not null default 1 constraint people_version_positive check (version > 0),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint people_email_both check ((email is null) = (email_fingerprint is null)),
  -- A demonstration person cannot sign in, so there is no address to sign in with.
  constraint people_demo_without_email check ((kind = 'demo') = (email is null)),
  constraint people_demo_not_invited check (kind <> 'demo' or state <> 'invited')
);
create unique index people_one_demo on people (kind) where kind = 'demo';
alter table people enable row level security;

create table person_roles (
  person_id uuid not null references people (id),
  role text not null constraint person_roles_known check (role in ('administrator', 'officer', 'auditor')),
  granted_by uuid references people (id),
  granted_at timestamptz not null,
  primary key (person_id, role)
);
create index person_roles_by_role on person_roles (role);
create index person_roles_by_granter on person_roles (granted_by);
alter table person_roles enable row level security;

create table credentials (
  person_id uuid primary key references people (id),
  password_hash bytea not null,
  changed_at timestamptz not null
);
alter table credentials enable row level security;

create table sessions (
  id uuid primary key,
  person_id uuid not null references people (id),
  token_hash bytea not null constraint sessions_token_unique unique
    constraint sessions_token_size check (octet_length(token_hash) = 32),
  source bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  constraint sessions_idle_within check (idle_expires_at <= expires_at)
);
create index sessions_by_person on sessions (person_id);
create index sessions_by_expiry on sessions (expires_at);
alter table sessions enable row level security;

create table access_tokens (
  id uuid primary key,
  person_id uuid not null references people (id),
  token_hash bytea not null constraint access_tokens_token_unique unique
    constraint access_tokens_token_size check (octet_length(token_hash) = 32),
  name bytea not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz not null
);
create index access_tokens_by_person on access_tokens (person_id);
create index access_tokens_by_expiry on access_tokens (expires_at);
alter table access_tokens enable row level security;

create table setup_links (
  id uuid primary key,
  token_hash bytea not null constraint setup_links_token_unique unique
    constraint setup_links_token_size check (octet_length(token_hash) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
alter table setup_links enable row level security;

create table invitations (
  person_id uuid primary key references people (id),
  token_hash bytea not null constraint invitations_token_unique unique
    constraint invitations_token_size check (octet_length(token_hash) = 32),
  invited_by uuid not null references people (id),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index invitations_by_inviter on invitations (invited_by);
alter table invitations enable row level security;

-- Failed and running sign-ins by keyed hash of account and source. Reached through functions only.
create table sign_in_attempts (
  key bytea primary key constraint sign_in_attempts_key_size check (octet_length(key) = 32),
  failures integer not null,
  blocked_until timestamptz not null,
  updated_at timestamptz not null,
  succeeded_at timestamptz
);
create index sign_in_attempts_by_age on sign_in_attempts (updated_at);
alter table sign_in_attempts enable row level security;

-- Roles, as policies of this and other modules ask for them. A suspended person holds none.
create function has_role(wanted text) returns boolean
  language sql stable security definer parallel safe set search_path = pg_catalog, public, pg_temp
  return exists (
    select from person_roles r join people p on p.id = r.person_id
    where r.person_id = current_person_id() and r.role = wanted and p.state = 'active');
grant execute on function has_role(text) to nexus_app, nexus_worker, nexus_auditor;

create function role_is_held(wanted text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (
    select from person_roles r join people p on p.id = r.person_id where r.role = wanted and p.state = 'active');
grant execute on function role_is_held(text) to nexus_app, nexus_worker;

-- The twin of `mayChangeRole` in accounts.policy.ts.
create function may_change_role(changed_person uuid, changed_role text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return changed_person <> current_person_id() and case
    when changed_role = 'administrator' or not role_is_held('officer') then has_role('administrator')
    else has_role('officer') end;
grant execute on function may_change_role(uuid, text) to nexus_app;

create policy people_self on people for select to nexus_app using (id = current_person_id());
create policy people_managed on people for select to nexus_app using (has_role('administrator') or has_role('officer'));
create policy people_invited on people for insert to nexus_app
  with check (has_role('administrator') and kind = 'member' and state = 'invited');
create policy people_changed on people for update to nexus_app
  using (has_role('administrator') and id <> current_person_id()) with check (has_role('administrator'));
create policy people_demo on people to nexus_worker using (kind = 'demo') with check (kind = 'demo');
grant select, insert on people to nexus_app, nexus_worker;
grant update (state, version, updated_at) on people to nexus_app;

create policy person_roles_self on person_roles for select to nexus_app using (person_id = current_person_id());
create policy person_roles_managed on person_roles for select to nexus_app
  using (has_role('administrator') or has_role('officer') or has_role('auditor'));
create policy person_roles_granted on person_roles for insert to nexus_app
  with check (may_change_role(person_id, role) and granted_by = current_person_id());
create policy person_roles_revoked on person_roles for delete to nexus_app using (may_change_role(person_id, role));
grant select, insert, delete on person_roles to nexus_app;

-- Nobody reads a password hash through a table: `find_credentials` and `own_password_hash` are the ways.
create policy credentials_self on credentials to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
grant insert, update, select (person_id, changed_at) on credentials to nexus_app;

create policy sessions_self on sessions to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
create policy sessions_ended_by_administrator on sessions for delete to nexus_app using (has_role('administrator'));
create policy sessions_seen_by_administrator on sessions for select to nexus_app using (has_role('administrator'));
create policy sessions_expired on sessions to nexus_worker using (true);
grant select, insert, delete on sessions to nexus_app;
grant select (id, expires_at, idle_expires_at), delete on sessions to nexus_worker;

create policy access_tokens_self on access_tokens to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
create policy access_tokens_expired on access_tokens to nexus_worker using (true);
grant select, insert, delete on access_tokens to nexus_app;
grant select (id, expires_at), delete on access_tokens to nexus_worker;

create policy setup_links_issued on setup_links to nexus_worker using (true) with check (true);
grant select, insert, delete on setup_links to nexus_worker;

create policy invitations_issued on invitations to nexus_app
  using (has_role('administrator')) with check (has_role('administrator') and invited_by = current_person_id());
grant select, insert, update, delete on invitations to nexus_app;

-- Administrator, officer and auditor exclude each other, except while the installation is under evaluation.
-- The person's row is locked, so that two grants at once cannot pass each other.
create function person_roles_exclude() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  perform 1 from people where id = new.person_id for update;
  if (select mode from installation) = 'evaluation' then return new; end if;
  if exists (select from person_roles where person_id = new.person_id and role <> new.role) then
    raise exception 'roles exclude each other' using errcode = 'exclusion_violation', constraint = 'person_roles_exclusive', table = 'person_roles';
  end if;
  return new;
end $$;
create trigger person_roles_exclusive before insert or update on person_roles
  for each row execute function person_roles_exclude();

-- Runs after the change and under one lock, so that two removals at once cannot leave nobody.
create function keep_last_holders() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  lost text;
begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.last-holders', 0));
  if tg_table_name = 'people' then
    if old.state <> 'active' or new.state = 'active' then return null; end if;
    for lost in select role from person_roles where person_id = old.id and role in ('administrator', 'officer') loop
      if not role_is_held(lost) then
        raise exception 'the last holder stays' using errcode = 'exclusion_violation', constraint = 'person_roles_last_holder', table = 'person_roles';
      end if;
    end loop;
  elsif old.role in ('administrator', 'officer') and not role_is_held(old.role) then
    raise exception 'the last holder stays' using errcode = 'exclusion_violation', constraint = 'person_roles_last_holder', table = 'person_roles';
  end if;
  return null;
end $$;
create trigger person_roles_last_holder after delete on person_roles for each row execute function keep_last_holders();
create trigger people_last_holder after update of state on people for each row execute function keep_last_holders();

-- The way out of the evaluation is open once; there is no way back.
create function set_installation_mode(wanted text, at timestamptz) returns text
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  current text;
begin
  insert into installation (mode, created_at) values (wanted, at) on conflict do nothing;
  select mode into current from installation for update;
  if current = 'evaluation' and wanted = 'production'
     and not exists (select from person_roles group by person_id having count(*) > 1) then
    update installation set mode = 'production';
    current := 'production';
  end if;
  return current;
end $$;
grant execute on function set_installation_mode(text, timestamptz) to nexus_worker;

-- Before anybody is known: each function gives away the least that its caller needs.
create function find_session(wanted_hash bytea, at timestamptz, idle interval)
  returns table (session_id uuid, person_id uuid, kind text, roles text[])
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
begin
  -- Once a minute is exact enough for an idle limit of many, and keeps reading requests from writing.
  update sessions s set last_seen_at = at, idle_expires_at = least(at + idle, s.expires_at)
    where s.token_hash = wanted_hash and s.idle_expires_at > at and s.last_seen_at < at - interval '1 minute';
  update access_tokens t set last_used_at = at
    where t.token_hash = wanted_hash and t.expires_at > at and (t.last_used_at is null or t.last_used_at < at - interval '1 minute');
  return query
    select f.id, f.person_id, f.kind, array(select r.role from person_roles r where r.person_id = f.person_id order by r.role)
    from (
      select s.id, s.person_id, 'session' as kind from sessions s where s.token_hash = wanted_hash and s.idle_expires_at > at
      union all
      select t.id, t.person_id, 'token' from access_tokens t where t.token_hash = wanted_hash and t.expires_at > at
    ) f join people p on p.id = f.person_id and p.state = 'active';
end $$;
grant execute on function find_session(bytea, timestamptz, interval) to nexus_app;

create function find_credentials(fingerprint bytea) returns table (person_id uuid, password_hash bytea, state text)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.id, c.password_hash, p.state from people p join credentials c on c.person_id = p.id
    where p.email_fingerprint = fingerprint;
  $$;
grant execute on function find_credentials(bytea) to nexus_app;

create function own_password_hash() returns bytea
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select password_hash from credentials where person_id = current_person_id());
grant execute on function own_password_hash() to nexus_app;

-- Whether somebody has ever come in: who has not goes back to an invitation after a suspension.
create function has_joined(wanted uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return has_role('administrator') and exists (select from credentials where person_id = wanted);
grant execute on function has_joined(uuid) to nexus_app;

-- Makes the current (so far unknown) person the first administrator. Of two at once exactly one gets true: the other waits for the
-- link's row and then finds it used.
create function complete_setup(
  wanted_hash bytea, at timestamptz, person_fingerprint bytea, person_email bytea, person_name bytea,
  person_locale text, person_time_zone text, person_password_hash bytea) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  person uuid := current_person_id();
begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.last-holders', 0));
  update setup_links set used_at = at where token_hash = wanted_hash and used_at is null and expires_at > at;
  if not found or exists (select from person_roles where role = 'administrator') then return false; end if;
  insert into people (id, kind, state, email_fingerprint, email, name, locale, time_zone, created_at, updated_at)
    values (person, 'member', 'active', person_fingerprint, person_email, person_name, person_locale, person_time_zone, at, at);
  insert into credentials (person_id, password_hash, changed_at) values (person, person_password_hash, at);
  insert into person_roles (person_id, role, granted_at)
    select person, role, at from unnest(
      case when (select mode from installation) = 'evaluation' then array['administrator', 'officer', 'auditor']
           else array['administrator'] end) as role;
  return true;
end $$;
grant execute on function complete_setup(bytea, timestamptz, bytea, bytea, bytea, text, text, bytea) to nexus_app;

create function find_setup_link(wanted_hash bytea, at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from setup_links where token_hash = wanted_hash and used_at is null and expires_at > at);
grant execute on function find_setup_link(bytea, timestamptz) to nexus_app;

create function find_invitation(wanted_hash bytea, at timestamptz) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select i.person_id from invitations i join people p on p.id = i.person_id
          where i.token_hash = wanted_hash and i.expires_at > at and p.state = 'invited');
grant execute on function find_invitation(bytea, timestamptz) to nexus_app;

-- Activates the current person, whose link it must be. The deleted row makes the link work once.
create function accept_invitation(wanted_hash bytea, at timestamptz) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  delete from invitations where token_hash = wanted_hash and expires_at > at and person_id = current_person_id();
  if not found then return false; end if;
  update people set state = 'active', version = version + 1, updated_at = at
    where id = current_person_id() and state = 'invited';
  return found;
end $$;
grant execute on function accept_invitation(bytea, timestamptz) to nexus_app;

-- Takes one attempt down under a key. Returns until when the caller has to wait, or null when it may go on. After `free_failures` each
-- further failure doubles the wait, from one second to fifteen minutes; a day without attempts is forgotten.
create function count_attempt(attempt_key bytea, free_failures integer, at timestamptz) returns timestamptz
  language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  attempt sign_in_attempts;
begin
  insert into sign_in_attempts (key, failures, blocked_until, updated_at) values (attempt_key, 0, at, at) on conflict do nothing;
  select * into attempt from sign_in_attempts where key = attempt_key for update;
  if attempt.blocked_until > at then return attempt.blocked_until; end if;
  if attempt.updated_at < at - interval '1 day' then attempt.failures := 0; end if;
  update sign_in_attempts set failures = attempt.failures + 1, updated_at = at,
    blocked_until = case when attempt.failures + 1 < free_failures then at
      else at + least(interval '15 minutes', interval '1 second' * power(2, least(attempt.failures + 1 - free_failures, 20))) end
    where key = attempt_key;
  return null;
end $$;

-- Counts before the password is looked at, so that parallel guesses are counted too. `account_key` stands for an account at a source,
-- `source_key` for the source. Who has signed in from this source within a month is not held up by what others do there: behind one
-- address there may be a whole office.
create function begin_sign_in(account_key bytea, account_free integer, source_key bytea, source_free integer, at timestamptz)
  returns timestamptz
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  wait timestamptz := count_attempt(account_key, account_free, at);
begin
  if wait is not null then return wait; end if;
  if exists (select from sign_in_attempts where key = account_key and succeeded_at > at - interval '30 days') then return null; end if;
  return count_attempt(source_key, source_free, at);
end $$;
grant execute on function begin_sign_in(bytea, integer, bytea, integer, timestamptz) to nexus_app;

-- After the right password: the account's failures from there are forgotten, the source's count loses the one of this attempt.
create function end_sign_in(account_key bytea, source_key bytea, at timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    update sign_in_attempts set failures = greatest(failures - 1, 0), blocked_until = at
      where key = source_key
        and not exists (select from sign_in_attempts k where k.key = account_key and k.succeeded_at > at - interval '30 days');
    update sign_in_attempts set failures = 0, blocked_until = at, succeeded_at = at where key = account_key;
  $$;
grant execute on function end_sign_in(bytea, bytea, timestamptz) to nexus_app;

-- Names for people whose ids the caller already has (members of a space, authors of a question).
create function person_names(ids uuid[]) returns table (id uuid, name bytea)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select p.id, p.name from people p where p.id = any (ids) and current_person_id() is not null;
  $$;
grant execute on function person_names(uuid[]) to nexus_app;

create function delete_old_sign_in_attempts(at timestamptz) returns bigint
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    with gone as (
      delete from sign_in_attempts
      where updated_at < at - interval '1 day' and blocked_until < at
        and (succeeded_at is null or succeeded_at < at - interval '30 days')
      returning 1)
    select count(*) from gone;
  $$;
grant execute on function delete_old_sign_in_attempts(timestamptz) to nexus_worker;

-- Duties of an active person, for rules about who may hold content. Null for everybody else.
create function roles_of_person(wanted uuid) returns text[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select array(select r.role from person_roles r where r.person_id = p.id order by r.role)
    from people p where p.id = wanted and p.state = 'active' and current_person_id() is not null;
  $$;
grant execute on function roles_of_person(uuid) to nexus_app;
