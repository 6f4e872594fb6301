-- Which root key was in use last, by its name, and since when: officers replace keys by their age. Unknown for one that was in use before this was kept.
alter table key_state add column root_key_id text constraint key_state_root_key_id check (root_key_id ~ '^[0-9a-f]{32}$');
alter table key_state add column root_since timestamptz;
