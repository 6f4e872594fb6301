-- Pipelines and their stages are data.
create table pipelines (
  id uuid primary key,
  code text not null unique check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  position integer not null,
  name_es text not null,
  name_en text not null,
  is_active boolean not null default true
);
create table stages (
  id uuid primary key,
  pipeline_id uuid not null references pipelines (id),
  code text not null check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  position integer not null,
  name_es text not null,
  name_en text not null,
  -- Per cent; what an opportunity begins with when it enters.
  probability integer not null check (probability between 0 and 100),
  outcome text not null check (outcome in ('open', 'won', 'lost')),
  constraint stages_code unique (pipeline_id, code),
  constraint stages_position unique (pipeline_id, position) deferrable initially immediate,
  constraint stages_of_pipeline unique (id, pipeline_id)
);

create table opportunities (
  id uuid primary key,
  pipeline_id uuid not null references pipelines (id),
  stage_id uuid not null,
  outcome text not null default 'open' check (outcome in ('open', 'won', 'lost')),
  name text not null check (char_length(name) between 1 and 300),
  customer_id uuid references customers (id),
  customer_name text not null default '',
  -- So that a value times its probability still fits.
  value_minor bigint not null constraint opportunities_value check (value_minor between 0 and 9000000000000000),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  probability integer not null check (probability between 0 and 100),
  product_line text,
  expected_close date not null default 'infinity',
  owner_id uuid,
  partner_id uuid,
  deal_id uuid,
  -- What it renews, for opportunities that a licence's or contract's end made.
  source text not null default 'manual',
  source_id text,
  lost_reason text,
  external_id text,
  content_hash bytea,
  search_key text not null default '',
  stage_since timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint opportunities_stage foreign key (stage_id, pipeline_id) references stages (id, pipeline_id),
  constraint opportunities_lost_reason check (outcome <> 'lost' or lost_reason is not null)
);
create unique index opportunities_external_id on opportunities (external_id) where external_id is not null;
-- A renewal is made once, however often it is looked for.
create unique index opportunities_source on opportunities (source, source_id) where source_id is not null;

-- One index an order. Stage, outcome and partner stand at the end of each, so that rows of another stage are passed over without being fetched.
create index opportunities_by_update on opportunities (pipeline_id, updated_at, id, stage_id, outcome, partner_id);
create index opportunities_by_creation on opportunities (pipeline_id, created_at, id, stage_id, outcome, partner_id);
create index opportunities_by_name on opportunities (pipeline_id, lower(name) collate "C", id, stage_id, outcome, partner_id);
create index opportunities_by_customer_name on opportunities (pipeline_id, lower(customer_name) collate "C", id, stage_id, outcome, partner_id);
create index opportunities_by_value on opportunities (pipeline_id, value_minor, id, stage_id, outcome, partner_id);
create index opportunities_by_probability on opportunities (pipeline_id, probability, id, stage_id, outcome, partner_id);
create index opportunities_by_close on opportunities (pipeline_id, expected_close, id, stage_id, outcome, partner_id);
create index opportunities_by_stage_since on opportunities (pipeline_id, stage_since, id, stage_id, outcome, partner_id);
create index opportunities_of_stage on opportunities (stage_id, updated_at desc, id) include (partner_id);
-- What filters select by; few rows each.
create index opportunities_of_owner on opportunities (owner_id, pipeline_id);
create index opportunities_of_partner on opportunities (partner_id, pipeline_id, stage_id);
create index opportunities_of_customer on opportunities (customer_id);
create index opportunities_of_line on opportunities (product_line, pipeline_id);
-- Read whole and alone: the sums of a board, and the search for a part of a name.
create index opportunities_totals on opportunities (pipeline_id, stage_id) include (currency, value_minor, probability, partner_id, owner_id);
create index opportunities_searched on opportunities (pipeline_id, search_key) include (id);

create table stage_changes (
  id bigint generated always as identity primary key,
  opportunity_id uuid not null references opportunities (id),
  from_stage_id uuid references stages (id),
  to_stage_id uuid not null references stages (id),
  changed_at timestamptz not null,
  changed_by uuid,
  partner_id uuid
);
create index stage_changes_of on stage_changes (opportunity_id, changed_at);
create trigger stage_changes_append_only before update or delete or truncate on stage_changes execute function refuse_change();

-- The history writes itself: whoever moves an opportunity cannot forget it, and the outcome is the stage's.
create function follow_stage() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' or new.stage_id is distinct from old.stage_id then
    select outcome into new.outcome from stages where id = new.stage_id;
    new.closed_at := case when new.outcome = 'open' then null else coalesce(new.closed_at, new.stage_since) end;
  end if;
  new.search_key := replace(lower(new.name || ' ' || new.customer_name), '|', ' ');
  return new;
end $$;
create trigger opportunities_follow_stage before insert or update of stage_id, name, customer_name on opportunities
  for each row execute function follow_stage();

create function keep_stage_change() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if tg_op = 'INSERT' then
    insert into stage_changes (opportunity_id, from_stage_id, to_stage_id, changed_at, changed_by, partner_id)
      select id, null, stage_id, stage_since, current_person_id(), partner_id from added;
  else
    insert into stage_changes (opportunity_id, from_stage_id, to_stage_id, changed_at, changed_by, partner_id)
      select n.id, o.stage_id, n.stage_id, n.stage_since, current_person_id(), n.partner_id
      from added n join removed o on o.id = n.id where n.stage_id <> o.stage_id;
  end if;
  return null;
end $$;
create trigger opportunities_begun after insert on opportunities referencing new table as added
  for each statement execute function keep_stage_change();
create trigger opportunities_moved after update on opportunities referencing new table as added old table as removed
  for each statement execute function keep_stage_change();

-- A customer that is renamed is renamed in its opportunities.
create function rename_in_opportunities() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  update opportunities set customer_name = new.name where customer_id = new.id and customer_name <> new.name;
  return null;
end $$;
create trigger customers_renamed after update of name on customers for each row when (new.name <> old.name) execute function rename_in_opportunities();

alter table pipelines enable row level security;
alter table stages enable row level security;
alter table opportunities enable row level security;
alter table stage_changes enable row level security;
create policy pipelines_read on pipelines for select to nexus_app using (current_person_id() is not null);
create policy pipelines_add on pipelines for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy pipelines_edit on pipelines for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy pipelines_worker on pipelines to nexus_worker using (true) with check (true);
create policy stages_read on stages for select to nexus_app using (current_person_id() is not null);
create policy stages_add on stages for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy stages_edit on stages for update to nexus_app using ((select acts_for_network('owner', 'channel_manager')));
create policy stages_worker on stages to nexus_worker using (true) with check (true);
create policy opportunities_read on opportunities for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy opportunities_add on opportunities for insert to nexus_app
  with check ((select acts_for_network('owner', 'channel_manager', 'support')) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy opportunities_edit on opportunities for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager', 'support')) or partner_id = any ((select acting_organisation_ids())::uuid[]))
  with check ((select acts_for_network('owner', 'channel_manager', 'support')) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy opportunities_worker on opportunities to nexus_worker using (true) with check (true);
create policy stage_changes_read on stage_changes for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy stage_changes_worker on stage_changes to nexus_worker using (true) with check (true);
grant select, insert, update on pipelines, stages, opportunities to nexus_app, nexus_worker;
grant select on stage_changes to nexus_app, nexus_worker;

insert into pipelines (id, code, position, name_es, name_en) values
  ('00000000-0000-7000-8000-00000000c001', 'leads', 1, 'Contactos', 'Leads'),
  ('00000000-0000-7000-8000-00000000c002', 'opportunities', 2, 'Oportunidades', 'Opportunities'),
  ('00000000-0000-7000-8000-00000000c003', 'deals', 3, 'Operaciones registradas', 'Registered deals'),
  ('00000000-0000-7000-8000-00000000c004', 'renewals', 4, 'Renovaciones', 'Renewals'),
  ('00000000-0000-7000-8000-00000000c005', 'recruiting', 5, 'Captación de socios', 'Partner recruiting');
insert into stages (id, pipeline_id, code, position, name_es, name_en, probability, outcome)
select ('00000000-0000-7000-8000-0000' || p || lpad(position::text, 4, '0'))::uuid, ('00000000-0000-7000-8000-00000000' || p)::uuid, code, position, es, en, probability, outcome
from (values
  ('c001', 1, 'new', 'Nuevo', 'New', 5, 'open'),
  ('c001', 2, 'contacted', 'Contactado', 'Contacted', 10, 'open'),
  ('c001', 3, 'qualified', 'Cualificado', 'Qualified', 25, 'open'),
  ('c001', 4, 'converted', 'Convertido', 'Converted', 100, 'won'),
  ('c001', 5, 'discarded', 'Descartado', 'Discarded', 0, 'lost'),
  ('c002', 1, 'pre_sale', 'Preventa', 'Pre-sale', 10, 'open'),
  ('c002', 2, 'demonstration', 'Demostración', 'Demonstration', 30, 'open'),
  ('c002', 3, 'proposal', 'Propuesta', 'Proposal', 50, 'open'),
  ('c002', 4, 'negotiation', 'Negociación', 'Negotiation', 75, 'open'),
  ('c002', 5, 'won', 'Ganada', 'Won', 100, 'won'),
  ('c002', 6, 'lost', 'Perdida', 'Lost', 0, 'lost'),
  ('c003', 1, 'registered', 'Registrada', 'Registered', 20, 'open'),
  ('c003', 2, 'demonstration', 'Demostración', 'Demonstration', 35, 'open'),
  ('c003', 3, 'proposal', 'Propuesta', 'Proposal', 55, 'open'),
  ('c003', 4, 'negotiation', 'Negociación', 'Negotiation', 75, 'open'),
  ('c003', 5, 'won', 'Ganada', 'Won', 100, 'won'),
  ('c003', 6, 'lost', 'Perdida', 'Lost', 0, 'lost'),
  ('c004', 1, 'upcoming', 'Próxima', 'Upcoming', 70, 'open'),
  ('c004', 2, 'quoted', 'Presupuestada', 'Quoted', 80, 'open'),
  ('c004', 3, 'won', 'Renovada', 'Renewed', 100, 'won'),
  ('c004', 4, 'lost', 'No renovada', 'Not renewed', 0, 'lost'),
  ('c005', 1, 'identified', 'Identificado', 'Identified', 5, 'open'),
  ('c005', 2, 'contacted', 'Contactado', 'Contacted', 15, 'open'),
  ('c005', 3, 'negotiation', 'Negociación', 'Negotiation', 50, 'open'),
  ('c005', 4, 'won', 'Incorporado', 'Joined', 100, 'won'),
  ('c005', 5, 'lost', 'Descartado', 'Discarded', 0, 'lost')
) as seed (p, position, code, es, en, probability, outcome);
