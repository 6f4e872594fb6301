call guard_sealed_columns('conversations', 'title');
call guard_sealed_columns('questions', 'text', 'searched_text', 'corrections');
call guard_sealed_columns('feedback', 'note');

-- The job that seals anew sees these rows while a key of the system waits to be destroyed, and at no other time.
create policy conversations_rotated on conversations to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy questions_rotated on questions to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
create policy feedback_rotated on feedback to nexus_worker
  using (is_rotating('00000000-0000-0000-0000-000000000000')) with check (is_rotating('00000000-0000-0000-0000-000000000000'));
grant select, update (title) on conversations to nexus_worker;
grant select, update (text, searched_text, corrections) on questions to nexus_worker;
grant select, update (note) on feedback to nexus_worker;

-- Conversations over one space alone go with it when it is erased.
create function erase_conversations_of(wanted uuid) returns bigint
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  gone bigint;
begin
  delete from conversations where space_id = wanted;
  get diagnostics gone = row_count;
  return gone;
end $$;
grant execute on function erase_conversations_of(uuid) to nexus_worker;
