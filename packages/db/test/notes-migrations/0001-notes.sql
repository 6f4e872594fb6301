create table notes (
  id uuid primary key,
  person_id uuid not null,
  body bytea not null,
  size bigint not null constraint notes_size_positive check (size > 0),
  created_at timestamptz not null default now(),
  extra jsonb not null default '{}',
  constraint notes_body_once unique (person_id, body)
);
alter table notes enable row level security;
alter table notes force row level security;
create policy notes_of_their_person on notes to nexus_app using (person_id = current_person_id()) with check (person_id = current_person_id());
create policy notes_for_jobs on notes for select to nexus_worker using (true);
grant select, insert, update, delete on notes to nexus_app;
grant select on notes to nexus_worker;
