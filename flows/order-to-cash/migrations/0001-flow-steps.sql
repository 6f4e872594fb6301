-- What has to follow from an event, one row a step. A step that fails stays here with its reason until it succeeds.
create table flow_steps (
  position bigint not null,
  step text not null constraint flow_steps_known check (step in
    ('invoice_order', 'issue_licences', 'win_opportunity', 'record_sale', 'reverse_sale', 'decide_licence', 'invoice_usage')),
  topic text not null,
  payload jsonb not null,
  state text not null default 'waiting' constraint flow_steps_state check (state in ('waiting', 'done')),
  attempts integer not null default 0,
  not_before timestamptz not null,
  problem_code text,
  problem text constraint flow_steps_problem_size check (length(problem) <= 2000),
  happened_at timestamptz not null,
  done_at timestamptz,
  primary key (position, step),
  constraint flow_steps_done check ((state = 'done') = (done_at is not null))
);
create index flow_steps_due on flow_steps (not_before) where state = 'waiting';
alter table flow_steps enable row level security;
create policy flow_steps_worker on flow_steps to nexus_worker using (true) with check (true);
create policy flow_steps_office on flow_steps for select to nexus_app
  using ((select acts_for_network('owner', 'finance', 'channel_manager', 'support')));
create policy flow_steps_again on flow_steps for update to nexus_app
  using ((select acts_for_network('owner', 'finance', 'channel_manager')) and state = 'waiting')
  with check ((select acts_for_network('owner', 'finance', 'channel_manager')) and state = 'waiting');
grant select, insert, update on flow_steps to nexus_worker;
grant select, update (not_before) on flow_steps to nexus_app;
