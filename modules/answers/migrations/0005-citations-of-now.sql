-- A citation carries the label that its document has at this moment: a document that is reclassified while an answer is made of it would leave
-- the answer below it. Whoever loses asks again.
create or replace function check_citation_labels() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  document_ids uuid[];
  label_ids uuid[];
begin
  if exists (select from (select distinct question_id, label_id from fresh) c join questions q on q.id = c.question_id
             where not label_covers(q.label_id, c.label_id)) then
    raise exception 'a citation above its answer' using errcode = 'check_violation', constraint = 'citations_below_answer', table = 'citations';
  end if;
  select array_agg(c.document_id), array_agg(c.label_id) into document_ids, label_ids
    from (select distinct document_id, label_id from fresh) c;
  if not hold_document_labels(document_ids, label_ids) then
    raise exception 'a document was reclassified or removed meanwhile' using errcode = 'serialization_failure', table = 'citations';
  end if;
  return null;
end $$;
