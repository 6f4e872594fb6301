-- What partners sign: one text a version and language, with the hash that a signature is bound to.
create table agreement_documents (
  id uuid primary key,
  code text not null check (code ~ '^[a-z][a-z0-9_-]{1,39}$'),
  version integer not null check (version > 0),
  title_es text not null,
  title_en text not null,
  body_es text not null check (char_length(body_es) between 1 and 200000),
  body_en text not null check (char_length(body_en) between 1 and 200000),
  -- SHA-256 of the UTF-8 text, computed here and never sent.
  hash_es text not null,
  hash_en text not null,
  -- Kinds that sign it; empty is all.
  kinds text[] not null,
  -- From then on whoever has not signed this version earns nothing.
  sign_by timestamptz not null,
  published_by uuid,
  published_at timestamptz not null,
  constraint agreement_documents_version unique (code, version)
);

create table agreement_signatures (
  id uuid primary key,
  document_id uuid not null references agreement_documents (id),
  partner_id uuid not null references partners (id),
  person_id uuid not null,
  signer_name text not null check (char_length(signer_name) between 2 and 200),
  language text not null check (language in ('es', 'en')),
  text_hash text not null,
  signed_at timestamptz not null,
  session_id uuid not null,
  -- SHA-256 over document, text hash, partner, person, name and time: what the signer's receipt shows.
  proof text not null,
  constraint agreement_signatures_once unique (document_id, partner_id)
);
create index agreement_signatures_of on agreement_signatures (partner_id);

create function hash_agreement() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  new.hash_es := encode(sha256(convert_to(new.body_es, 'UTF8')), 'hex');
  new.hash_en := encode(sha256(convert_to(new.body_en, 'UTF8')), 'hex');
  return new;
end $$;
create trigger agreement_documents_hashed before insert on agreement_documents for each row execute function hash_agreement();

-- A signature names the very text that was shown.
create function guard_signature() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if not exists (
    select from agreement_documents d
    where d.id = new.document_id and new.text_hash = case new.language when 'es' then d.hash_es else d.hash_en end
  ) then
    raise exception 'another text' using errcode = '23514', constraint = 'agreement_signatures_text';
  end if;
  return new;
end $$;
create trigger agreement_signatures_text before insert on agreement_signatures for each row execute function guard_signature();
create trigger agreement_signatures_append_only before update or delete or truncate on agreement_signatures execute function refuse_change();
create trigger agreement_documents_append_only before update or delete or truncate on agreement_documents execute function refuse_change();

alter table agreement_documents enable row level security;
alter table agreement_signatures enable row level security;
create policy agreement_documents_read on agreement_documents for select to nexus_app using (current_person_id() is not null);
create policy agreement_documents_add on agreement_documents for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy agreement_documents_worker on agreement_documents to nexus_worker using (true) with check (true);
create policy agreement_signatures_read on agreement_signatures for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
-- Nobody signs for somebody else.
create policy agreement_signatures_add on agreement_signatures for insert to nexus_app
  with check (person_id = current_person_id() and session_id = current_session_id() and acts_in(partner_id, 'partner_admin', 'affiliate', 'technician'));
create policy agreement_signatures_worker on agreement_signatures to nexus_worker using (true) with check (true);
grant select, insert on agreement_documents, agreement_signatures to nexus_app, nexus_worker;

-- Versions that a partner of this kind has to sign and has not, as of a moment: the newest of each document.
create function unsigned_agreements(of_partner uuid, at timestamptz) returns setof agreement_documents
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select d.* from (
      select distinct on (code) * from agreement_documents where published_at <= at order by code, version desc
    ) d join partners p on p.id = of_partner and (cardinality(d.kinds) = 0 or p.kind = any (d.kinds))
    where not exists (select from agreement_signatures s where s.document_id = d.id and s.partner_id = of_partner and s.signed_at <= at)
    order by d.code
  $$;

-- Whether the day by which a version had to be signed has passed, with neither it nor a later one signed.
create function has_overdue_agreement(of_partner uuid, at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select exists (
      select from agreement_documents d join partners p on p.id = of_partner and (cardinality(d.kinds) = 0 or p.kind = any (d.kinds))
      where d.sign_by <= at and not exists (
        select from agreement_signatures s join agreement_documents other on other.id = s.document_id
        where s.partner_id = of_partner and other.code = d.code and other.version >= d.version and s.signed_at <= at))
  $$;
grant execute on function unsigned_agreements(uuid, timestamptz), has_overdue_agreement(uuid, timestamptz) to nexus_app, nexus_worker;
