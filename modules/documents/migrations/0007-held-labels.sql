-- For whoever derives something from documents: whether they still carry the labels that were read from them. They do until the transaction
-- ends, because who reclassifies waits for it, and finds then what was derived.
create function hold_document_labels(document_ids uuid[], label_ids uuid[]) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  held bigint;
begin
  select count(*) into held
    from (select d.id, d.label_id from documents d where d.id = any (document_ids) and d.state = 'active' order by d.id for share) as locked
    join unnest(document_ids, label_ids) as read(id, label_id) on read.id = locked.id and read.label_id = locked.label_id;
  return held = cardinality(document_ids);
end $$;
