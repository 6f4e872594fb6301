-- What an application is asked and how answers count: versions, so that an old score can still be explained.
create table partner_criteria (
  version integer not null check (version > 0),
  code text not null check (code ~ '^[a-z][a-z_]{1,39}$'),
  position integer not null,
  axis text not null check (axis in ('impact', 'effort')),
  weight integer not null check (weight between 1 and 100),
  answer text not null check (answer in ('number', 'choice', 'yes_no')),
  question_es text not null,
  question_en text not null,
  -- number: [{ "upTo": 5, "points": 20 }, ..., { "upTo": null, "points": 100 }]; choice: [{ "value", "es", "en", "points" }]; yes_no: [{ "value": "yes", ... }, { "value": "no", ... }]
  bands jsonb not null constraint partner_criteria_bands check (jsonb_typeof(bands) = 'array'),
  primary key (version, code)
);

create table partner_applications (
  id uuid primary key,
  kind text not null references partner_kinds (kind),
  state text not null constraint partner_applications_state check (state in ('submitted', 'scored', 'approved', 'rejected')),
  company_name text not null,
  contact_name text not null,
  email text not null,
  phone text,
  country text not null check (country ~ '^[a-z]{2}$'),
  city text,
  website text,
  language text not null check (language in ('es', 'en')),
  message text,
  referral_code text,
  tax_id bytea,
  tax_id_fingerprint bytea,
  answers jsonb not null check (jsonb_typeof(answers) = 'object' and pg_column_size(answers) <= 8192),
  criteria_version integer not null,
  impact integer check (impact between 0 and 100),
  effort integer check (effort between 0 and 100),
  -- The rows behind the two numbers, as they were when it was scored.
  score_rows jsonb,
  scored_by uuid,
  scored_at timestamptz,
  decided_by uuid,
  decided_at timestamptz,
  decision_reason text,
  partner_id uuid references partners (id),
  version integer not null default 1,
  submitted_at timestamptz not null,
  constraint partner_applications_scored check (state not in ('scored', 'approved') or (impact is not null and effort is not null and score_rows is not null)),
  constraint partner_applications_decided check ((state in ('approved', 'rejected')) = (decided_at is not null)),
  constraint partner_applications_reason check (state <> 'rejected' or decision_reason is not null),
  constraint partner_applications_partner check ((state = 'approved') = (partner_id is not null))
);
create unique index partner_applications_open on partner_applications (lower(email)) where state in ('submitted', 'scored');
create index partner_applications_by_state on partner_applications (state, submitted_at desc, id desc);

alter table partner_criteria enable row level security;
alter table partner_applications enable row level security;
create policy partner_criteria_read on partner_criteria for select to nexus_app using (true);
create policy partner_criteria_add on partner_criteria for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy partner_criteria_worker on partner_criteria to nexus_worker using (true) with check (true);
-- Anybody may apply; only the office reads what was sent.
create policy partner_applications_send on partner_applications for insert to nexus_app
  with check (state = 'submitted' and impact is null and effort is null and decided_by is null);
create policy partner_applications_read on partner_applications for select to nexus_app
  using ((select acts_for_network('owner', 'channel_manager')));
create policy partner_applications_decide on partner_applications for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager'))) with check ((select acts_for_network('owner', 'channel_manager')));
create policy partner_applications_worker on partner_applications to nexus_worker using (true) with check (true);
grant select, insert on partner_criteria, partner_applications to nexus_app, nexus_worker;
grant update (kind, state, answers, criteria_version, impact, effort, score_rows, scored_by, scored_at, decided_by, decided_at, decision_reason, partner_id, version)
  on partner_applications to nexus_app;
grant update on partner_applications to nexus_worker;
create trigger partner_criteria_append_only before update or delete or truncate on partner_criteria execute function refuse_change();

create function guard_partner_application() returns trigger language plpgsql as $$
begin
  if old.state in ('approved', 'rejected') then
    raise exception 'the application is decided' using errcode = '23514', constraint = 'partner_applications_once';
  end if;
  return new;
end $$;
create trigger partner_applications_once before update on partner_applications for each row execute function guard_partner_application();

insert into partner_criteria (version, code, position, axis, weight, answer, question_es, question_en, bands) values
  (1, 'customers_reached', 1, 'impact', 30, 'number', '¿A cuántas empresas u organismos atiende hoy?', 'How many companies or public bodies do you serve today?',
   '[{"upTo":4,"points":10},{"upTo":19,"points":40},{"upTo":99,"points":70},{"upTo":null,"points":100}]'),
  (1, 'sector', 2, 'impact', 25, 'choice', '¿En qué sector trabaja sobre todo?', 'Which sector do you mostly work in?',
   '[{"value":"government","es":"Administración pública y defensa","en":"Government and defence","points":100},{"value":"health","es":"Salud","en":"Health","points":100},{"value":"banking","es":"Banca y seguros","en":"Banking and insurance","points":95},{"value":"energy","es":"Energía","en":"Energy","points":85},{"value":"business","es":"Empresas en general","en":"Business in general","points":50},{"value":"people","es":"Particulares y autónomos","en":"Individuals and freelancers","points":20}]'),
  (1, 'sales_expected', 3, 'impact', 30, 'number', '¿Cuántas ventas al mes espera cerrar dentro de seis meses?', 'How many sales a month do you expect to close in six months?',
   '[{"upTo":0,"points":0},{"upTo":4,"points":35},{"upTo":14,"points":65},{"upTo":49,"points":85},{"upTo":null,"points":100}]'),
  (1, 'sells_services', 4, 'impact', 15, 'yes_no', '¿Vende ya servicios o programas informáticos?', 'Do you already sell software or IT services?',
   '[{"value":"yes","points":100},{"value":"no","points":30}]'),
  (1, 'technical_people', 5, 'effort', 35, 'number', '¿Cuántas personas técnicas hay en su equipo?', 'How many technical people are in your team?',
   '[{"upTo":0,"points":90},{"upTo":1,"points":60},{"upTo":4,"points":35},{"upTo":null,"points":15}]'),
  (1, 'training_needed', 6, 'effort', 25, 'choice', '¿Qué formación necesita para empezar?', 'What training do you need to begin?',
   '[{"value":"none","es":"Ninguna","en":"None","points":5},{"value":"product","es":"Del producto","en":"On the product","points":35},{"value":"sales","es":"De producto y ventas","en":"On product and sales","points":60},{"value":"all","es":"Completa, también técnica","en":"All of it, technical too","points":90}]'),
  (1, 'exclusivity_asked', 7, 'effort', 20, 'yes_no', '¿Pide un territorio en exclusiva?', 'Do you ask for an exclusive territory?',
   '[{"value":"yes","points":80},{"value":"no","points":10}]'),
  (1, 'white_label_asked', 8, 'effort', 20, 'yes_no', '¿Quiere vender con su propia marca?', 'Do you want to sell under your own brand?',
   '[{"value":"yes","points":85},{"value":"no","points":10}]');
