-- A conversation belongs to one person. What was asked is sealed; what was answered is kept as references into passages, never as text:
-- a document that is deleted, or that the person may no longer read, is gone from the conversation as well.
create table conversations (
  id uuid primary key,
  person_id uuid not null,
  -- Set when every question runs over this one space; its key then seals the texts.
  space_id uuid,
  title bytea not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index conversations_by_person on conversations (person_id, updated_at desc, id desc);

create table questions (
  id uuid primary key,
  conversation_id uuid not null references conversations (id) on delete cascade,
  ordinal integer not null,
  person_id uuid not null,
  text bytea not null,
  -- The whole question in context when `text` is a follow-up; what was searched.
  searched_text bytea,
  scope jsonb not null,
  language text not null,
  expects text not null,
  outcome text not null check (outcome in ('answered', 'not_found')),
  confidence real not null,
  passages_searched bigint not null,
  duration_ms real not null,
  asked_at timestamptz not null default now(),
  unique (conversation_id, ordinal)
);

create table citations (
  id uuid primary key,
  question_id uuid not null references questions (id) on delete cascade,
  -- Sentence number in the answer; `also` rows repeat the number of the sentence that they support.
  sentence integer not null,
  role text not null check (role in ('quote', 'also', 'nearest')),
  space_id uuid not null,
  label_id uuid not null,
  document_id uuid not null,
  source_id uuid not null,
  passage integer not null,
  range_start integer not null,
  range_end integer not null,
  span_start integer,
  span_end integer,
  confidence real not null,
  conflict integer
);
create index citations_by_question on citations (question_id, role, sentence);
create index citations_by_document on citations (document_id);

create table feedback (
  question_id uuid not null references questions (id) on delete cascade,
  person_id uuid not null,
  verdict text not null check (verdict in ('right', 'wrong', 'incomplete')),
  note bytea,
  created_at timestamptz not null default now(),
  primary key (question_id, person_id)
);

create function my_question_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select id from questions where person_id = current_person_id() $$;

alter table conversations enable row level security;
alter table conversations force row level security;
alter table questions enable row level security;
alter table questions force row level security;
alter table citations enable row level security;
alter table citations force row level security;
alter table feedback enable row level security;
alter table feedback force row level security;

create policy conversations_own on conversations to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
create policy questions_own on questions to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id());
-- A citation is read only while its space may be read: leaving a space takes its quotations along.
create policy citations_own on citations to nexus_app
  using (question_id in (select my_question_ids()) and space_id in (select readable_space_ids()))
  with check (question_id in (select my_question_ids()) and space_id in (select readable_space_ids()));
create policy feedback_own on feedback to nexus_app
  using (person_id = current_person_id()) with check (person_id = current_person_id() and question_id in (select my_question_ids()));

create policy conversations_owner on conversations to nexus_owner using (true) with check (true);
create policy questions_owner on questions to nexus_owner using (true) with check (true);
create policy citations_owner on citations to nexus_owner using (true) with check (true);
create policy feedback_owner on feedback to nexus_owner using (true) with check (true);
create policy citations_worker on citations to nexus_worker using (true) with check (true);

grant select, insert, update, delete on conversations to nexus_app;
grant select, insert, delete on questions to nexus_app;
grant select, insert, delete on citations to nexus_app;
grant select, insert, update, delete on feedback to nexus_app;
grant select, delete on citations to nexus_worker;
grant execute on function my_question_ids() to nexus_app;
