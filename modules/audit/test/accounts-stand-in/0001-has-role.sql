-- What the audit policies need of the accounts module: the function `has_role`, over a table of its own here.
create table stand_in_roles (person_id uuid not null, role text not null, primary key (person_id, role));
alter table stand_in_roles enable row level security;
create function has_role(role text) returns boolean language sql stable security definer set search_path = pg_catalog, public, pg_temp
  return exists (select from stand_in_roles where person_id = current_person_id() and stand_in_roles.role = has_role.role);
grant execute on function has_role(text) to nexus_app, nexus_worker, nexus_auditor;
