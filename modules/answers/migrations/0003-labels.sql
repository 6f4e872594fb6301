-- What was derived carries the join of what it used: a question of the passages that are cited or shown, a conversation of its questions.
alter table conversations add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table questions add column label_id uuid not null default '00000000-0000-7000-8000-000000000001';
alter table conversations alter column label_id drop default;
alter table questions alter column label_id drop default;
create index citations_by_source on citations (source_id);

-- A conversation's label only rises.
create function keep_conversation_label() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if not label_covers(new.label_id, old.label_id) then
    raise exception 'the label of a conversation only rises' using errcode = 'restrict_violation', constraint = 'conversations_label_rises', table = tg_table_name;
  end if;
  return new;
end $$;
create trigger conversations_label_rises before update of label_id on conversations
  for each row when (new.label_id is distinct from old.label_id) execute function keep_conversation_label();
create trigger questions_label_rises before update of label_id on questions
  for each row when (new.label_id is distinct from old.label_id) execute function keep_conversation_label();

-- A question lifts its conversation, whoever forgets to.
create function raise_conversation() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  held uuid;
begin
  select label_id into strict held from conversations where id = new.conversation_id for update;
  if not label_covers(held, new.label_id) then
    held := join_labels(gen_random_uuid(), array[held, new.label_id]);
    if held is null then
      raise exception 'a label that the person may not read' using errcode = 'check_violation', constraint = 'questions_label_readable', table = 'questions';
    end if;
    update conversations set label_id = held where id = new.conversation_id;
  end if;
  return null;
end $$;
create trigger questions_raise_conversation after insert or update of label_id on questions
  for each row execute function raise_conversation();

-- A citation never stands in an answer of a lower label.
create function check_citation_labels() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from (select distinct question_id, label_id from fresh) c join questions q on q.id = c.question_id
             where not label_covers(q.label_id, c.label_id)) then
    raise exception 'a citation above its answer' using errcode = 'check_violation', constraint = 'citations_below_answer', table = 'citations';
  end if;
  return null;
end $$;
create trigger citations_below_answer after insert on citations
  referencing new table as fresh for each statement execute function check_citation_labels();

-- When a document gets another label, what was derived from it carries that from then on, and never less than before. For the job that
-- reclassifies.
create function relabel_derived(document uuid, label uuid) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  question record;
begin
  for question in
    select q.id, q.label_id from questions q
    where q.id in (select c.question_id from citations c where c.document_id = document) order by q.conversation_id, q.id
  loop
    if not label_covers(question.label_id, label) then
      update questions set label_id = join_labels(gen_random_uuid(), array[question.label_id, label]) where id = question.id;
    end if;
  end loop;
  update citations set label_id = label where document_id = document;
end $$;
grant execute on function relabel_derived(uuid, uuid) to nexus_worker;

-- Conversations that the person had and may still read: a clearance that falls takes them along.
create function my_conversation_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select id from conversations where person_id = current_person_id() and label_id in (select readable_label_ids()) $$;
create or replace function my_question_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select q.id from questions q join conversations c on c.id = q.conversation_id
    where q.person_id = current_person_id() and c.person_id = current_person_id() and c.label_id in (select readable_label_ids())
      and q.label_id in (select readable_label_ids())
  $$;
grant execute on function my_conversation_ids() to nexus_app;

drop policy conversations_own on conversations;
create policy conversations_own on conversations to nexus_app
  using (person_id = (select current_person_id()) and label_id in (select readable_label_ids()))
  with check (person_id = (select current_person_id()) and label_id in (select readable_label_ids()));
drop policy questions_own on questions;
create policy questions_own on questions to nexus_app
  using (person_id = (select current_person_id()) and label_id in (select readable_label_ids())
    and conversation_id in (select my_conversation_ids()))
  with check (person_id = (select current_person_id()) and label_id in (select readable_label_ids())
    and conversation_id in (select my_conversation_ids()));
drop policy citations_own on citations;
create policy citations_own on citations to nexus_app
  using (question_id in (select my_question_ids()) and space_id in (select readable_space_ids()) and label_id in (select readable_label_ids()))
  with check (question_id in (select my_question_ids()) and space_id in (select readable_space_ids()) and label_id in (select readable_label_ids()));
drop policy feedback_own on feedback;
create policy feedback_own on feedback to nexus_app
  using (person_id = (select current_person_id()) and question_id in (select my_question_ids()))
  with check (person_id = (select current_person_id()) and question_id in (select my_question_ids()));
