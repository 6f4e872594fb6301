-- Which key sealed the blob; null for blobs from before keys could be replaced.
alter table document_versions add column blob_key_id bytea constraint document_versions_blob_key_size check (octet_length(blob_key_id) = 16);
alter table upload_pieces add column blob_key_id bytea constraint upload_pieces_blob_key_size check (octet_length(blob_key_id) = 16);

call guard_sealed_columns('folders', 'name');
call guard_sealed_columns('documents', 'file_name', 'suggestion');
call guard_sealed_columns('reclassifications', 'reason', 'decision_note');
call guard_sealed_columns('document_places', 'file_name');
call guard_sealed_columns('document_versions', 'detail', 'metadata', 'blob_key_id');
call guard_sealed_columns('document_parts', 'content', 'notes');
call guard_sealed_columns('watched_folders', 'path');
call guard_sealed_columns('unfinished_uploads', 'path');
call guard_sealed_columns('upload_pieces', 'blob_key_id');
