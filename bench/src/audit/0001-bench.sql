-- What the writers of the bench do beside recording it, and the plain table that the log is compared with.
create table bench_actions (id uuid primary key);
alter table bench_actions enable row level security;
create policy bench_actions_all on bench_actions for insert to nexus_app with check (true);
grant insert on bench_actions to nexus_app;
create table bench_plain (id uuid primary key, entry bytea not null);
alter table bench_plain enable row level security;
create policy bench_plain_all on bench_plain for insert to nexus_app with check (true);
grant insert on bench_plain to nexus_app;
