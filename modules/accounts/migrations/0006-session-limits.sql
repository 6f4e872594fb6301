-- How long sessions last and what they are bound to, by rank of clearance: the higher, the shorter.

create table session_limits (
  -- Holds from this rank on, up to the next one.
  from_rank integer primary key constraint session_limits_rank_range check (from_rank between 0 and 99),
  idle_minutes integer not null constraint session_limits_idle_range check (idle_minutes between 5 and 120),
  total_minutes integer not null constraint session_limits_total_range check (total_minutes between 15 and 1440),
  is_address_bound boolean not null,
  constraint session_limits_idle_within check (idle_minutes <= total_minutes)
);
alter table session_limits enable row level security;
insert into session_limits (from_rank, idle_minutes, total_minutes, is_address_bound)
  values (0, 30, 720, false), (1, 20, 600, false), (2, 15, 480, true), (3, 10, 240, true);

-- Who decides about clearances decides about this; before there is an officer, whoever runs the system.
create function may_change_session_limits() returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return case when role_is_held('officer') then has_role('officer') else has_role('administrator') end;
grant execute on function may_change_session_limits() to nexus_app;

create policy session_limits_readable on session_limits for select to nexus_app using (true);
create policy session_limits_changed on session_limits for all to nexus_app
  using (may_change_session_limits()) with check (may_change_session_limits());
grant select, insert, update, delete on session_limits to nexus_app;

-- The rank of what somebody may read; 0 is the lowest. The module that gives clearances puts its own in place of this function.
create function session_rank_of(person uuid) returns integer
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return 0;

create function limits_of_person(person uuid) returns session_limits
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return (select l from session_limits l where l.from_rank <= session_rank_of(person) order by l.from_rank desc limit 1);
grant execute on function limits_of_person(uuid) to nexus_app;

-- Keyed hashes of where a session began. Null in sessions that began before this release: those are not bound.
alter table sessions
  add column client_hash bytea constraint sessions_client_size check (octet_length(client_hash) = 32),
  add column network_hash bytea constraint sessions_network_size check (octet_length(network_hash) = 32),
  add column certificate_hash bytea constraint sessions_certificate_size check (octet_length(certificate_hash) = 32),
  add column way text not null default 'password'
    constraint sessions_way_known check (way in ('password', 'passkey', 'link', 'directory', 'provider', 'certificate')),
  add column source_id uuid;

-- Limits are looked up anew each time, so that a stricter rule or a higher clearance holds for sessions that are open already.
-- `fault` says why a session that is live is not taken from here: it is then not marked as seen.
drop function find_session(bytea, timestamptz, interval);
create function find_session(wanted_hash bytea, at timestamptz, client bytea, network bytea, certificate bytea)
  returns table (session_id uuid, person_id uuid, kind text, roles text[], fault text)
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
#variable_conflict use_column
declare
  found_session sessions;
  limits session_limits;
  found_fault text;
begin
  select s.* into found_session from sessions s join people p on p.id = s.person_id and p.state = 'active'
    where s.token_hash = wanted_hash and s.idle_expires_at > at;
  if found_session.id is not null then
    limits := limits_of_person(found_session.person_id);
    -- Without any limit nobody has a session, rather than one for ever.
    if limits.from_rank is null or found_session.last_seen_at + make_interval(mins => limits.idle_minutes) <= at
       or found_session.created_at + make_interval(mins => limits.total_minutes) <= at then return; end if;
    found_fault := case
      when found_session.certificate_hash is not null and found_session.certificate_hash is distinct from certificate then 'certificate'
      when found_session.client_hash <> client then 'client'
      when limits.is_address_bound and found_session.network_hash <> network then 'address' end;
    -- Once a minute is exact enough for an idle limit of many, and keeps reading requests from writing.
    if found_fault is null and found_session.last_seen_at < at - interval '1 minute' then
      update sessions s set last_seen_at = at,
          idle_expires_at = least(at + make_interval(mins => limits.idle_minutes), s.expires_at)
        where s.id = found_session.id;
    end if;
    return query select found_session.id, found_session.person_id, 'session',
      array(select r.role from person_roles r where r.person_id = found_session.person_id order by r.role), found_fault;
    return;
  end if;
  update access_tokens t set last_used_at = at
    where t.token_hash = wanted_hash and t.expires_at > at and (t.last_used_at is null or t.last_used_at < at - interval '1 minute');
  return query
    select t.id, t.person_id, 'token', array(select r.role from person_roles r where r.person_id = t.person_id order by r.role), null::text
    from access_tokens t join people p on p.id = t.person_id and p.state = 'active'
    where t.token_hash = wanted_hash and t.expires_at > at;
end $$;
grant execute on function find_session(bytea, timestamptz, bytea, bytea, bytea) to nexus_app;

-- Whoever holds the token may end its session: by signing in anew in its place, or because it turned up elsewhere.
create function end_session_of_token(wanted_hash bytea) returns table (session_id uuid, person_id uuid)
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    delete from sessions where token_hash = wanted_hash returning id, person_id;
  $$;
grant execute on function end_session_of_token(bytea) to nexus_app;

-- Of these sessions and access tokens, those that are over. For requests that are open for long.
create function ended_sessions(ids uuid[], at timestamptz) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
    select wanted.id from unnest(ids) as wanted(id)
    where not exists (
      select from sessions s join people p on p.id = s.person_id and p.state = 'active',
        lateral limits_of_person(s.person_id) l
      where s.id = wanted.id and s.expires_at > at and s.created_at + make_interval(mins => l.total_minutes) > at)
    and not exists (
      select from access_tokens t join people p on p.id = t.person_id and p.state = 'active'
      where t.id = wanted.id and t.expires_at > at);
  $$;
grant execute on function ended_sessions(uuid[], timestamptz) to nexus_app;

-- A new token for one's own session after it gained weight (a second step): the one before, wherever it may have got to, is void.
grant update (token_hash) on sessions to nexus_app;
