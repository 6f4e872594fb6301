-- What a list of a hundred thousand documents needs beside the rows themselves: when a version last changed, so that a page that holds the list
-- asks only for what is new; and how well it was read in three figures, so that nobody counts pages to show a list.
alter table document_versions
  add column changed_at timestamptz not null default clock_timestamp(),
  add column ocr_parts integer not null default 0,
  add column unread_parts integer not null default 0,
  add column ocr_confidence real;
create index document_versions_by_change on document_versions (space_id, changed_at);

create function note_version_change() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  -- The clock and not the transaction's start: what a long transaction changes is newer than what was listed meanwhile.
  new.changed_at := clock_timestamp();
  return new;
end $$;
create trigger document_versions_changed before update on document_versions
  for each row execute function note_version_change();

create function count_version_parts() returns trigger
  language plpgsql set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update document_versions v
    set ocr_parts = read.ocr, unread_parts = read.unread, ocr_confidence = read.confidence
    from (
      select version_id, count(*) filter (where method = 'ocr') as ocr, count(*) filter (where method = 'unread') as unread,
        avg(confidence) filter (where method = 'ocr') as confidence
      from document_parts where version_id in (select version_id from fresh)
      group by version_id
    ) read
    where v.id = read.version_id
      -- Most files are text through and through: their row is left as it is.
      and (v.ocr_parts, v.unread_parts, v.ocr_confidence) is distinct from (read.ocr, read.unread, read.confidence::real);
  return null;
end $$;
create trigger document_parts_counted after insert on document_parts
  referencing new table as fresh for each statement execute function count_version_parts();

update document_versions v
  set ocr_parts = read.ocr, unread_parts = read.unread, ocr_confidence = read.confidence
  from (
    select version_id, count(*) filter (where method = 'ocr') as ocr, count(*) filter (where method = 'unread') as unread,
      avg(confidence) filter (where method = 'ocr') as confidence
    from document_parts group by version_id
  ) read
  where v.id = read.version_id and (read.ocr > 0 or read.unread > 0);
