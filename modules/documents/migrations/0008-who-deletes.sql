-- An analyst removes what they brought in, an owner anything: so far the program alone said so. A document goes by the hand of an owner of its space,
-- of who uploaded it, of whoever all of its places are, or along with what it was attached to.
create function check_going() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  -- Jobs finish what people began.
  if current_person_id() is null
     or new.created_by = current_person_id()
     or new.space_id in (select space_ids_with_role('owner')) then
    return null;
  end if;
  if not exists (select from document_places l where l.document_id = new.id)
     or exists (
       select from document_places l
       where l.document_id = new.id and l.created_by is distinct from current_person_id()
         and not exists (select from documents p where p.id = l.parent_document_id and p.state = 'deleting')) then
    raise exception 'a document of somebody else' using errcode = 'restrict_violation', constraint = 'documents_go_by_own_hand', table = 'documents';
  end if;
  return null;
end $$;
-- After the statement: a mail and what was attached to it go in one.
create trigger documents_go_by_own_hand after update of state on documents
  for each row when (new.state = 'deleting' and old.state <> 'deleting') execute function check_going();
