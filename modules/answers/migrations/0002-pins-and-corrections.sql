-- A pinned conversation stays at the head of its person's history.
alter table conversations add column pinned boolean not null default false;
create index conversations_pinned_by_person on conversations (person_id, updated_at desc, id desc) where pinned;
-- Which words were searched in place of mistyped ones; sealed, because both come from what was asked and from what was read.
alter table questions add column corrections bytea;
