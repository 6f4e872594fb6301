-- What was found about each safeguard, as stretches of time: `since` is when it was first found so, `confirmed_at` when it was last. Content-free.
create table control_findings (
  id uuid primary key,
  control text not null constraint control_findings_control_form check (control ~ '^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$'),
  state text not null constraint control_findings_state check (state in ('ok', 'attention', 'failed')),
  facts jsonb not null constraint control_findings_facts_size check (octet_length(facts::text) <= 8192),
  since timestamptz not null,
  confirmed_at timestamptz not null,
  checks bigint not null default 1,
  constraint control_findings_order check (confirmed_at >= since)
);
create index control_findings_latest on control_findings (control, since desc);

-- Evidence is only ever confirmed: nobody edits what was found, or removes it.
create function keep_finding() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if tg_op = 'DELETE' or (old.id, old.control, old.state, old.facts, old.since) is distinct from (new.id, new.control, new.state, new.facts, new.since)
     or new.confirmed_at < old.confirmed_at or new.checks < old.checks then
    raise exception 'findings are evidence and are only confirmed' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger control_findings_kept before update or delete on control_findings for each row execute function keep_finding();
create trigger control_findings_whole before truncate on control_findings execute function refuse_change();

alter table control_findings enable row level security;
alter table control_findings force row level security;
create policy control_findings_duties on control_findings for select to nexus_app
  using ((select has_role('administrator') or has_role('officer') or has_role('auditor')));
create policy control_findings_worker on control_findings to nexus_worker using (true) with check (true);
create policy control_findings_owner on control_findings to nexus_owner using (true) with check (true);
grant select on control_findings to nexus_app;
grant select, insert on control_findings to nexus_worker;
grant update (confirmed_at, checks) on control_findings to nexus_worker;
