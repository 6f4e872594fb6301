-- Tasks, notes, meetings and letters about a customer or an opportunity.
create table activities (
  id uuid primary key,
  kind text not null check (kind in ('task', 'note', 'meeting', 'email')),
  customer_id uuid references customers (id),
  opportunity_id uuid references opportunities (id),
  partner_id uuid,
  subject text not null check (char_length(subject) between 1 and 500),
  body text not null default '' check (char_length(body) <= 200000),
  assignee_id uuid,
  due_at timestamptz,
  done_at timestamptz,
  starts_at timestamptz,
  ends_at timestamptz,
  location text,
  attendees text[] not null default '{}',
  -- Of the calendar entry: how often it was changed (RFC 5545 SEQUENCE).
  sequence integer not null default 0,
  direction text check (direction in ('out', 'in')),
  mail_state text check (mail_state in ('queued', 'sent', 'failed', 'received')),
  mail_from text,
  mail_to text[],
  message_id text,
  in_reply_to text,
  mail_error text,
  version integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  constraint activities_about_something check (customer_id is not null or opportunity_id is not null),
  constraint activities_meeting check (kind <> 'meeting' or (starts_at is not null and ends_at > starts_at)),
  constraint activities_email check ((kind = 'email') = (direction is not null) and (kind = 'email') = (mail_state is not null))
);
create unique index activities_message_id on activities (message_id) where message_id is not null;
create index activities_of_opportunity on activities (opportunity_id, created_at desc, id);
create index activities_of_customer on activities (customer_id, created_at desc, id);
create index activities_open_tasks on activities (assignee_id, due_at) where kind = 'task' and done_at is null;
create index activities_meetings on activities (starts_at) where kind = 'meeting';
create index activities_queued on activities (created_at) where mail_state = 'queued';

create table crm_documents (
  id uuid primary key,
  customer_id uuid references customers (id),
  opportunity_id uuid references opportunities (id),
  partner_id uuid,
  name text not null check (char_length(name) between 1 and 400),
  media_type text not null,
  bytes bigint not null check (bytes >= 0),
  sha256 text not null,
  added_by uuid,
  added_at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  constraint crm_documents_about_something check (customer_id is not null or opportunity_id is not null)
);
create index crm_documents_of_opportunity on crm_documents (opportunity_id) where removed_at is null;
create index crm_documents_of_customer on crm_documents (customer_id) where removed_at is null;

-- The sales checklist: items are data in versions, marks belong to an opportunity.
create table checklist_items (
  version integer not null,
  code text not null check (code ~ '^[a-z][a-z_]{1,39}$'),
  position integer not null,
  phase text not null check (phase in ('pre_sale', 'demonstration', 'negotiation', 'closing')),
  text_es text not null,
  text_en text not null,
  primary key (version, code)
);
create table checklist_marks (
  opportunity_id uuid not null references opportunities (id),
  code text not null,
  partner_id uuid,
  done_by uuid,
  done_at timestamptz not null,
  note text,
  primary key (opportunity_id, code)
);
insert into checklist_items (version, position, phase, code, text_es, text_en) values
  (1, 1, 'pre_sale', 'decision_makers', 'Identificar a quienes deciden', 'Identify decision makers'),
  (1, 2, 'pre_sale', 'budget', 'Entender el presupuesto', 'Understand the budget'),
  (1, 3, 'pre_sale', 'security_requirements', 'Mapear los requisitos de seguridad', 'Map the security requirements'),
  (1, 4, 'pre_sale', 'competitors', 'Identificar a los competidores actuales', 'Identify current competitors'),
  (1, 5, 'pre_sale', 'timeline', 'Entender el calendario de la decisión', 'Understand the timeline of the decision'),
  (1, 6, 'demonstration', 'isolated_poc', 'Prueba de concepto en un entorno aislado', 'Proof of concept in an isolated environment'),
  (1, 7, 'demonstration', 'security_in_action', 'Mostrar la seguridad en acción', 'Show security in action'),
  (1, 8, 'demonstration', 'compliance', 'Demostrar el cumplimiento', 'Demonstrate compliance'),
  (1, 9, 'demonstration', 'performance', 'Prueba de rendimiento', 'Performance test'),
  (1, 10, 'demonstration', 'comparison', 'Comparación con la competencia', 'Comparison with the competition'),
  (1, 11, 'negotiation', 'technical_proposal', 'Propuesta técnica', 'Technical proposal'),
  (1, 12, 'negotiation', 'commercial_proposal', 'Propuesta comercial', 'Commercial proposal'),
  (1, 13, 'negotiation', 'sla', 'Acuerdo de nivel de servicio', 'Service level agreement'),
  (1, 14, 'negotiation', 'security_terms', 'Términos de seguridad', 'Security terms'),
  (1, 15, 'negotiation', 'implementation_plan', 'Plan de implementación', 'Implementation plan'),
  (1, 16, 'closing', 'contract', 'Contrato firmado', 'Signed contract'),
  (1, 17, 'closing', 'first_payment', 'Pago inicial', 'First payment'),
  (1, 18, 'closing', 'implementation', 'Inicio de la implementación', 'Start of the implementation'),
  (1, 19, 'closing', 'training', 'Capacitación', 'Training'),
  (1, 20, 'closing', 'support', 'Soporte dedicado', 'Dedicated support');

-- Mail: one account of the network. Addresses and passwords are an administrator's; the password is sealed.
create table crm_mail_settings (
  id uuid primary key default '00000000-0000-7000-8000-00000000c0de' check (id = '00000000-0000-7000-8000-00000000c0de'),
  from_address text not null,
  from_name text not null,
  smtp_host text not null,
  smtp_port integer not null check (smtp_port between 1 and 65535),
  smtp_security text not null check (smtp_security in ('tls', 'starttls', 'none')),
  imap_host text,
  imap_port integer check (imap_port between 1 and 65535),
  imap_security text check (imap_security in ('tls', 'starttls', 'none')),
  imap_mailbox text not null default 'INBOX',
  username text,
  password bytea,
  -- How far the mailbox has been read.
  uid_validity bigint,
  last_uid bigint not null default 0,
  version integer not null default 1,
  changed_by uuid,
  changed_at timestamptz not null,
  constraint crm_mail_settings_imap check ((imap_host is null) = (imap_port is null) and (imap_host is null) = (imap_security is null))
);

do $policies$
declare
  t text;
begin
  foreach t in array array['activities', 'crm_documents', 'checklist_items', 'checklist_marks', 'crm_mail_settings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', t || '_worker', t);
    execute format('grant select, insert, update, delete on %I to nexus_worker', t);
  end loop;
  foreach t in array array['activities', 'crm_documents', 'checklist_marks'] loop
    execute format('create policy %I on %I for select to nexus_app using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_read', t);
    execute format('create policy %I on %I for insert to nexus_app with check ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_add', t);
    execute format('create policy %I on %I for update to nexus_app using ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[])) with check ((select acts_for_network(''owner'', ''channel_manager'', ''support'')) or partner_id = any ((select acting_organisation_ids())::uuid[]))', t || '_edit', t);
    execute format('grant select, insert, update on %I to nexus_app', t);
  end loop;
  create policy checklist_marks_remove on checklist_marks for delete to nexus_app
    using ((select acts_for_network('owner', 'channel_manager', 'support')) or partner_id = any ((select acting_organisation_ids())::uuid[]));
  create policy checklist_items_read on checklist_items for select to nexus_app using (current_person_id() is not null);
  create policy checklist_items_add on checklist_items for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
  create policy crm_mail_settings_all on crm_mail_settings to nexus_app
    using ((select acts_for_network('owner'))) with check ((select acts_for_network('owner')));
end $policies$;
grant delete on checklist_marks to nexus_app;
grant select, insert on checklist_items to nexus_app;
grant select, insert, update on crm_mail_settings to nexus_app;
