-- Which key sealed the blob; null for blobs from before keys could be replaced.
alter table document_versions add column blob_key_id bytea constraint document_versions_blob_key_size check (octet_length(blob_key_id) = 16);
alter table upload_pieces add column blob_key_id bytea constraint upload_pieces_blob_key_size check (octet_length(blob_key_id) = 16);

call guard_sealed_columns('folders', 'name');
call guard_sealed_columns('documents', 'file_name', 'suggestion');
call guard_sealed_columns('document_places', 'file_name');
call guard_sealed_columns('document_versions', 'detail', 'metadata', 'blob_key_id');
call guard_sealed_columns('document_parts', 'content', 'notes');
call guard_sealed_columns('watched_folders', 'path');
call guard_sealed_columns('unfinished_uploads', 'path');
call guard_sealed_columns('upload_pieces', 'blob_key_id');
call guard_sealed_columns('reclassifications', 'reason', 'decision_note');
-- For the job that seals anew when a key is replaced.
grant select, update (reason, decision_note) on reclassifications to nexus_worker;

-- A reason stays what it was, but for the key that seals it.
create or replace function check_reclassification() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> (case when new.kind = 'raise' then 'approved' else 'requested' end) or new.decided_by is not null then
      raise exception 'a request begins as one' using errcode = 'check_violation', constraint = 'reclassifications_begin', table = 'reclassifications';
    end if;
    -- What is called raising has to be raising: else one person alone could lower.
    if (new.kind = 'raise') <> label_covers(new.to_label_id, new.from_label_id) then
      raise exception 'the kind is not that of the labels' using errcode = 'check_violation', constraint = 'reclassifications_kind_is_true', table = 'reclassifications';
    end if;
    return new;
  end if;
  if (new.id, new.document_id, new.space_id, new.from_label_id, new.to_label_id, new.kind, new.requested_by, new.requested_at)
     is distinct from (old.id, old.document_id, old.space_id, old.from_label_id, old.to_label_id, old.kind, old.requested_by, old.requested_at)
     or (new.reason is distinct from old.reason and not is_rotating(new.space_id))
     or (old.decided_by is not null and (new.decided_by, new.decided_at) is distinct from (old.decided_by, old.decided_at)) then
    raise exception 'a request stays what it was' using errcode = 'restrict_violation', constraint = 'reclassifications_stay', table = 'reclassifications';
  end if;
  if not (old.state = new.state
      or (old.state = 'requested' and new.state in ('approved', 'rejected', 'withdrawn', 'overtaken'))
      or (old.state = 'approved' and new.state in ('applied', 'overtaken'))) then
    raise exception 'a request does not go back' using errcode = 'check_violation', constraint = 'reclassifications_states', table = 'reclassifications';
  end if;
  return new;
end $$;
