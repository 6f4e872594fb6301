-- The tree over the log (RFC 6962), as tiles of 256 hashes (C2SP tlog-tiles), its signed checkpoints, the keys that sign them, and how far
-- the log was delivered to places outside the database.

-- The length of an entry is written in 16 bits wherever entries are handed over.
alter table audit_staged drop constraint audit_staged_entry_size;
alter table audit_staged add constraint audit_staged_entry_size check (octet_length(entry) <= 65535) not valid;

create table audit_tiles (
  level smallint not null constraint audit_tiles_level check (level between 0 and 7),
  tile_index bigint not null constraint audit_tiles_index check (tile_index >= 0),
  hashes bytea not null constraint audit_tiles_hashes check (octet_length(hashes) between 32 and 8192 and octet_length(hashes) % 32 = 0),
  primary key (level, tile_index)
);
-- Hashes do not get smaller.
alter table audit_tiles alter column hashes set storage external;

create function refuse_changed_tile() returns trigger language plpgsql as $$
begin
  if new.level <> old.level or new.tile_index <> old.tile_index
     or substr(new.hashes, 1, octet_length(old.hashes)) <> old.hashes then
    raise exception 'a tile of the audit log only grows' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger audit_tiles_grow before update on audit_tiles for each row execute function refuse_changed_tile();
create trigger audit_tiles_stay before delete on audit_tiles for each row execute function refuse_change();
create trigger audit_tiles_whole before truncate on audit_tiles execute function refuse_change();

-- How many entries the tiles hold; a moment behind `audit_head`.
create table audit_tree (
  is_only boolean primary key default true constraint audit_tree_is_only check (is_only),
  size bigint not null default 0 constraint audit_tree_size_positive check (size >= 0)
);
insert into audit_tree default values;
create trigger audit_tree_grows before update on audit_tree for each row execute function refuse_shrinking();
create trigger audit_tree_stays before delete or truncate on audit_tree execute function refuse_change();

-- Stores the tiles that a tree of `until_size` entries has beyond one of `from_size`; false when another process was faster. Level 0 must be
-- the leaf hashes of the entries themselves; higher levels are computed by the caller, and compared at every check of the log.
create function store_audit_tiles(from_size bigint, until_size bigint, levels smallint[], indexes bigint[], hashes bytea[]) returns boolean
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
declare
  current_size bigint;
begin
  select size into strict current_size from audit_tree for update;
  if current_size <> from_size then
    return false;
  end if;
  if until_size <= from_size or until_size > (select size from audit_head) then
    raise exception 'the tree has the entries of the log and no others' using errcode = 'restrict_violation';
  end if;
  if exists (
    select from unnest(levels, indexes, hashes) as tile(level, tile_index, hashes)
     where level = 0 and tile.hashes is distinct from (
       select string_agg(leaf_hash, ''::bytea order by sequence) from audit_entries
        where sequence >= tile.tile_index << 8 and sequence < least((tile.tile_index + 1) << 8, until_size))) then
    raise exception 'a tile differs from the entries under it' using errcode = 'restrict_violation';
  end if;
  insert into audit_tiles (level, tile_index, hashes)
    select * from unnest(levels, indexes, hashes)
    on conflict (level, tile_index) do update set hashes = excluded.hashes;
  update audit_tree set size = until_size;
  return true;
end $$;
grant execute on function store_audit_tiles(bigint, bigint, smallint[], bigint[], bytea[]) to nexus_worker;

-- Keys that sign checkpoints. At most one is active; one that is coming signs beside it until the log says so. A retired one has lost its
-- private half, which is sealed with the key of the system.
create table audit_keys (
  id uuid primary key,
  origin text not null,
  public_key bytea not null constraint audit_keys_public_key_length check (octet_length(public_key) = 32),
  private_key bytea,
  state text not null constraint audit_keys_state check (state in ('active', 'coming', 'retired')),
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint audit_keys_retired check ((state = 'retired') = (private_key is null) and (state = 'retired') = (retired_at is not null))
);
create unique index audit_keys_one_active on audit_keys (state) where state <> 'retired';
create trigger audit_keys_stay before delete or truncate on audit_keys execute function refuse_change();

create table audit_checkpoints (
  size bigint primary key constraint audit_checkpoints_size check (size > 0),
  root bytea not null constraint audit_checkpoints_root_length check (octet_length(root) = 32),
  note text not null,
  signed_at timestamptz not null default now()
);
create trigger audit_checkpoints_append_only before update or delete on audit_checkpoints for each row execute function refuse_change();
create trigger audit_checkpoints_whole before truncate on audit_checkpoints execute function refuse_change();
create function refuse_older_checkpoint() returns trigger language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $$
begin
  if new.size > (select size from audit_tree) or new.size <= (select coalesce(max(size), 0) from audit_checkpoints) then
    raise exception 'checkpoints follow the growing tree' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger audit_checkpoints_in_order before insert on audit_checkpoints for each row execute function refuse_older_checkpoint();

-- How far each place outside (second places of checkpoints, SIEM) has what it is to get, and since when it does not take it.
create table audit_deliveries (
  destination text primary key constraint audit_deliveries_destination_length check (length(destination) <= 500),
  position bigint not null default 0 constraint audit_deliveries_position check (position >= 0),
  delivered_at timestamptz,
  failing_since timestamptz,
  fault text constraint audit_deliveries_fault_length check (length(fault) <= 200)
);

alter table audit_tiles enable row level security;
alter table audit_tree enable row level security;
alter table audit_keys enable row level security;
alter table audit_checkpoints enable row level security;
alter table audit_deliveries enable row level security;

-- The jobs that keep the tree, deliver and verify read the log; they still cannot change it.
create policy audit_entries_job on audit_entries for select to nexus_worker using (true);
grant select on audit_entries to nexus_worker;
create policy audit_head_job on audit_head for select to nexus_worker using (true);
grant select on audit_head to nexus_worker;
create policy audit_tiles_read on audit_tiles for select to nexus_worker, nexus_auditor using (true);
create policy audit_tree_read on audit_tree for select to nexus_worker, nexus_auditor using (true);
grant select on audit_tiles, audit_tree to nexus_worker, nexus_auditor;
create policy audit_keys_job on audit_keys to nexus_worker using (true) with check (true);
grant select, insert, update (private_key, state, retired_at) on audit_keys to nexus_worker;
create policy audit_checkpoints_job on audit_checkpoints to nexus_worker using (true) with check (true);
grant select, insert (size, root, note, signed_at) on audit_checkpoints to nexus_worker;
create policy audit_deliveries_job on audit_deliveries to nexus_worker using (true) with check (true);
grant select, insert, update on audit_deliveries to nexus_worker;
