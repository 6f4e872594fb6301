-- A partner is an organisation with a kind, terms and a history. `partners.id` is the organisation's id.

-- Terms by kind, as the programme publishes them. Commission is decided by plans elsewhere; the band here is what is promised.
create table partner_kinds (
  kind text primary key constraint partner_kinds_form check (kind ~ '^[a-z][a-z_]{1,39}$'),
  position integer not null unique,
  name_es text not null,
  name_en text not null,
  commission_from_ppm integer,
  commission_to_ppm integer,
  grants_exclusive_territory boolean not null,
  offers_white_label boolean not null,
  -- [{ "es": ..., "en": ... }]: what the programme gives besides money.
  terms jsonb not null,
  -- How many partners of the kind the programme looks for; null where nobody set a number.
  target integer,
  constraint partner_kinds_band check (commission_from_ppm between 0 and commission_to_ppm and commission_to_ppm <= 1000000)
);

-- One row: what the programme decides once for everybody.
create table partner_rules (
  id smallint primary key default 1 constraint partner_rules_one_row check (id = 1),
  max_sponsor_depth integer not null check (max_sponsor_depth between 1 and 100),
  bank_cooling_days integer not null check (bank_cooling_days between 0 and 90),
  inactive_after_days integer not null check (inactive_after_days between 1 and 3650),
  -- A share of revenue from which one partner, or one customer of a partner, is a risk.
  dependency_ppm integer not null check (dependency_ppm between 1 and 1000000),
  -- The share of partners that is compared with the share of revenue: 200,000 and 800,000 are the 80/20 rule.
  concentration_partners_ppm integer not null check (concentration_partners_ppm between 1 and 1000000),
  concentration_revenue_ppm integer not null check (concentration_revenue_ppm between 1 and 1000000)
);

create table partners (
  id uuid primary key,
  kind text not null references partner_kinds (kind),
  status text not null constraint partners_status check (status in ('onboarding', 'active', 'suspended', 'ended')),
  name text not null,
  country text not null constraint partners_country check (country ~ '^[a-z]{2}$'),
  -- Domain of the company's own mail; null for addresses at public providers, which say nothing about who is who.
  company_domain text constraint partners_domain check (company_domain = lower(company_domain)),
  -- What a partner gives to those whom it brings in.
  referral_code text not null constraint partners_referral_code unique,
  tax_id bytea,
  tax_id_fingerprint bytea,
  application_id uuid unique,
  version integer not null default 1,
  created_at timestamptz not null,
  constraint partners_tax_id_whole check ((tax_id is null) = (tax_id_fingerprint is null))
);
-- One partner to a company; whoever left may come back.
create unique index partners_tax_id_unique on partners (tax_id_fingerprint) where status <> 'ended';
create index partners_by_name on partners (lower(name), id);
create index partners_by_domain on partners (company_domain) where company_domain is not null;

-- Every state with its time, so that "was it active at the sale?" has an answer later.
create table partner_status_changes (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  status text not null check (status in ('onboarding', 'active', 'suspended', 'ended')),
  since timestamptz not null,
  reason text,
  changed_by uuid,
  constraint partner_status_changes_in_order unique (partner_id, since)
);

-- A range of texts: [a, b) in byte order. Paths, product lines and ids become ranges, and GiST excludes overlaps without an extension.
create type textrange as range (subtype = text, collation = "C");
grant usage on type textrange to nexus_app, nexus_worker;
grant execute on function textrange(text, text), textrange(text, text, text) to nexus_app, nexus_worker;

-- The plan version that a contract names; without a row the programme's own plan applies.
create table partner_contract_plans (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  plan_version_id uuid not null,
  valid tstzrange not null check (not isempty(valid)),
  reason text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  constraint partner_contract_plans_one_at_a_time
    exclude using gist (textrange(partner_id::text, partner_id::text, '[]') with &&, valid with &&)
);

-- Levels held, from and until when. The academy records them.
create table partner_certifications (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  level text not null check (level in ('bronze', 'silver', 'gold', 'platinum')),
  held tstzrange not null,
  source text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  constraint partner_certifications_once unique (partner_id, source)
);
create index partner_certifications_of on partner_certifications (partner_id);

-- Tiers as the months closed with them, and awards. Facts: they are added, never changed.
create table partner_tiers (
  partner_id uuid not null references partners (id),
  month text not null check (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  tier text not null,
  sales integer not null check (sales >= 0),
  plan_version_id uuid,
  recorded_at timestamptz not null,
  primary key (partner_id, month)
);
create table partner_awards (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  award text not null check (char_length(award) between 1 and 200),
  given_on date not null,
  reason text not null,
  given_by uuid,
  recorded_at timestamptz not null
);
create index partner_awards_of on partner_awards (partner_id, given_on desc);

-- Bank details: sealed, one current row a partner. A change may be used for payouts only after `usable_from`.
create table partner_bank_details (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  method text not null check (method in ('iban', 'local_account', 'manual')),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  details bytea not null,
  fingerprint bytea not null,
  -- What a person recognises the account by: country and the last four characters.
  mask text not null,
  usable_from timestamptz not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  replaced_at timestamptz check (replaced_at >= recorded_at)
);
create unique index partner_bank_details_current on partner_bank_details (partner_id) where replaced_at is null;
create index partner_bank_details_same on partner_bank_details (fingerprint) where replaced_at is null;

create trigger partner_status_changes_append_only before update or delete or truncate on partner_status_changes
  execute function refuse_change();
create trigger partner_tiers_append_only before update or delete or truncate on partner_tiers execute function refuse_change();
create trigger partner_awards_append_only before update or delete or truncate on partner_awards execute function refuse_change();

do $policies$
declare
  t text;
begin
  foreach t in array array['partner_kinds', 'partner_rules', 'partners', 'partner_status_changes', 'partner_contract_plans',
    'partner_certifications', 'partner_tiers', 'partner_awards', 'partner_bank_details'] loop
    execute format('alter table %I enable row level security', t);
    execute format('create policy %I on %I to nexus_worker using (true) with check (true)', t || '_worker', t);
    execute format('grant select, insert on %I to nexus_app, nexus_worker', t);
  end loop;

  -- What the programme publishes, everybody who is asked to join may read.
  create policy partner_kinds_read on partner_kinds for select to nexus_app using (true);
  create policy partner_rules_read on partner_rules for select to nexus_app using (true);

  create policy partners_read on partners for select to nexus_app
    using ((select acts_for_network()) or id = any ((select acting_organisation_ids())::uuid[]));
  create policy partners_add on partners for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
  create policy partners_edit on partners for update to nexus_app
    using ((select acts_for_network('owner', 'channel_manager')) or acts_in(id, 'partner_admin'))
    with check ((select acts_for_network('owner', 'channel_manager')) or acts_in(id, 'partner_admin'));

  foreach t in array array['partner_status_changes', 'partner_contract_plans', 'partner_certifications', 'partner_tiers', 'partner_awards'] loop
    execute format('create policy %I on %I for select to nexus_app using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]))',
      t || '_read', t);
    execute format('create policy %I on %I for insert to nexus_app with check ((select acts_for_network(''owner'', ''channel_manager'', ''finance'')))',
      t || '_add', t);
  end loop;
  create policy partner_contract_plans_end on partner_contract_plans for update to nexus_app
    using ((select acts_for_network('owner', 'channel_manager'))) with check ((select acts_for_network('owner', 'channel_manager')));
  create policy partner_certifications_end on partner_certifications for update to nexus_app
    using ((select acts_for_network('owner', 'channel_manager'))) with check ((select acts_for_network('owner', 'channel_manager')));

  -- Money's address: the office's finance, and those who run the partner.
  create policy partner_bank_details_read on partner_bank_details for select to nexus_app
    using ((select acts_for_network('owner', 'finance')) or acts_in(partner_id, 'partner_admin', 'affiliate'));
  create policy partner_bank_details_add on partner_bank_details for insert to nexus_app
    with check ((select acts_for_network('owner', 'finance')) or acts_in(partner_id, 'partner_admin', 'affiliate'));
  create policy partner_bank_details_replace on partner_bank_details for update to nexus_app
    using ((select acts_for_network('owner', 'finance')) or acts_in(partner_id, 'partner_admin', 'affiliate'))
    with check ((select acts_for_network('owner', 'finance')) or acts_in(partner_id, 'partner_admin', 'affiliate'));
end $policies$;

grant update (kind, status, name, country, company_domain, tax_id, tax_id_fingerprint, version) on partners to nexus_app;
grant update on partners, partner_rules to nexus_worker;
grant update (valid) on partner_contract_plans to nexus_app, nexus_worker;
grant update (held) on partner_certifications to nexus_app, nexus_worker;
grant update (replaced_at) on partner_bank_details to nexus_app;
grant update on partner_bank_details to nexus_worker;

-- A kind, a state and a country are the network's to decide; whoever runs a partner keeps its name and tax id up to date.
create function guard_partner_terms() returns trigger language plpgsql as $$
begin
  if current_user = 'nexus_app' and (new.kind, new.status, new.country) is distinct from (old.kind, old.status, old.country)
     and not acts_for_network('owner', 'channel_manager') then
    raise exception 'the network decides kind, state and country' using errcode = '23514', constraint = 'partners_decided_by_network';
  end if;
  return new;
end $$;
create trigger partners_decided_by_network before update on partners for each row execute function guard_partner_terms();

insert into partner_rules values (1, 20, 7, 90, 400000, 200000, 800000);
insert into partner_kinds values
  ('affiliate', 1, 'Afiliado', 'Affiliate', 100000, 300000, false, false,
   '[{"es":"Comisión por tramo de ventas del mes","en":"Commission by the tier of the month''s sales"},{"es":"Formación en línea básica","en":"Basic online training"},{"es":"Soporte por correo","en":"E-mail support"}]', null),
  ('reseller', 2, 'Revendedor', 'Reseller', 100000, 300000, false, false,
   '[{"es":"Margen según el tramo de ventas del mes","en":"Margin by the tier of the month''s sales"},{"es":"Registro de oportunidades con protección","en":"Deal registration with protection"},{"es":"Materiales de venta","en":"Sales materials"}]', null),
  ('marketing_consultant', 3, 'Consultor de marketing', 'Marketing consultant', 250000, 300000, false, false,
   '[{"es":"Certificación incluida","en":"Certification included"},{"es":"Materiales de venta","en":"Sales materials"}]', 50),
  ('digital_agency', 4, 'Agencia digital', 'Digital agency', 200000, 250000, false, true,
   '[{"es":"Marca blanca disponible","en":"White label available"},{"es":"Implementación incluida","en":"Implementation included"}]', 20),
  ('system_integrator', 5, 'Integrador de sistemas', 'System integrator', 150000, 200000, false, false,
   '[{"es":"Formación técnica especializada","en":"Specialised technical training"},{"es":"Desarrollo conjunto","en":"Joint development"}]', 10),
  ('regional_distributor', 6, 'Distribuidor regional', 'Regional distributor', 200000, 300000, true, false,
   '[{"es":"Exclusividad regional","en":"Regional exclusivity"},{"es":"Marketing conjunto","en":"Joint marketing"}]', 5),
  ('technician', 7, 'Técnico', 'Technician', null, null, false, false,
   '[{"es":"Certificación técnica","en":"Technical certification"},{"es":"Trabajos de instalación y mantenimiento","en":"Installation and maintenance jobs"}]', null);
