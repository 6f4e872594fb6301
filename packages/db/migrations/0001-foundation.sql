-- Nothing is open unless a migration opens it: PostgreSQL lets everybody run new functions by default.
alter default privileges revoke execute on functions from public;
alter default privileges revoke usage on types from public;
revoke all on schema public from public;
grant usage on schema public to nexus_app, nexus_worker, nexus_auditor;

-- Who acts. Policies call these; an unset or emptied setting means nobody, never an error and never everybody.
create function current_person_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('nexus.person_id', true), '')::uuid;

create function current_session_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('nexus.session_id', true), '')::uuid;

grant execute on function current_person_id(), current_session_id() to nexus_app, nexus_worker, nexus_auditor;

-- For append-only tables: `create trigger ... before update or delete or truncate on t execute function refuse_change()`.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

-- Events for jobs and webhooks, written in the transaction of what happened. Payloads carry ids, never content.
create table outbox (
  position bigint generated always as identity primary key,
  topic text not null constraint outbox_topic_form check (topic ~ '^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$'),
  version integer not null constraint outbox_version_positive check (version > 0),
  payload jsonb not null constraint outbox_payload_object check (jsonb_typeof(payload) = 'object' and pg_column_size(payload) <= 8192),
  created_at timestamptz not null default now()
);
alter table outbox enable row level security;
create policy outbox_worker_reads on outbox for select to nexus_worker using (true);
grant select on outbox to nexus_worker;
create trigger outbox_append_only before update or delete or truncate on outbox execute function refuse_change();

-- How far each consumer has read.
create table outbox_consumers (
  consumer text primary key,
  position bigint not null default 0,
  updated_at timestamptz not null default now()
);
alter table outbox_consumers enable row level security;
create policy outbox_consumers_worker on outbox_consumers to nexus_worker using (true) with check (true);
grant select, insert, update on outbox_consumers to nexus_worker;

-- The only way in. Positions are drawn under a lock that is held to the commit, so they become visible in their order and a
-- reader that has seen position n never misses a smaller one. Call it last in a transaction: appenders wait for each other.
create function append_event(topic text, version integer, payload jsonb) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  appended bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.outbox', 0));
  insert into outbox (topic, version, payload) values (append_event.topic, append_event.version, append_event.payload)
    returning position into appended;
  perform pg_notify('nexus_outbox', '');
  return appended;
end $$;
grant execute on function append_event(text, integer, jsonb) to nexus_app, nexus_worker;
