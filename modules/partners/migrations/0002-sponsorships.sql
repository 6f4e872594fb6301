-- Who brought whom in, from and until when. The tree as of any date is the rows that hold at it.
create table sponsorships (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  sponsor_id uuid not null references partners (id),
  valid tstzrange not null,
  reason text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  ended_by uuid,
  ended_reason text,
  constraint sponsorships_not_of_oneself check (partner_id <> sponsor_id),
  constraint sponsorships_one_at_a_time
    exclude using gist (textrange(partner_id::text, partner_id::text, '[]') with &&, valid with &&)
);
create index sponsorships_of on sponsorships (partner_id);
create index sponsorships_by on sponsorships (sponsor_id);
alter table sponsorships enable row level security;
create policy sponsorships_read on sponsorships for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[])
    or sponsor_id = any ((select acting_organisation_ids())::uuid[]));
create policy sponsorships_add on sponsorships for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy sponsorships_end on sponsorships for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager'))) with check ((select acts_for_network('owner', 'channel_manager')));
create policy sponsorships_worker on sponsorships to nexus_worker using (true) with check (true);
grant select, insert, update (valid, ended_by, ended_reason) on sponsorships to nexus_app, nexus_worker;

-- What two partners have in common that only one and the same would have; null when nothing.
create function shared_identity(one uuid, other uuid) returns text
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select case
      when a.tax_id_fingerprint = b.tax_id_fingerprint then 'tax_id'
      when exists (select from partner_bank_details x join partner_bank_details y on x.fingerprint = y.fingerprint
                   where x.partner_id = one and y.partner_id = other and x.replaced_at is null and y.replaced_at is null) then 'bank_account'
      when a.company_domain = b.company_domain then 'domain'
    end
    from partners a, partners b where a.id = one and b.id = other
  $$;

-- Everybody above (`up`) or below within a stretch of time, with the part of it in which each link of the way holds.
create function sponsor_line(start uuid, during tstzrange, up boolean, levels integer)
  returns table (level integer, partner uuid, held tstzrange)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    with recursive line (level, partner, held) as (
      select 0, start, during
      union all
      select line.level + 1, case when up then s.sponsor_id else s.partner_id end, line.held * s.valid
      from line join sponsorships s
        on case when up then s.partner_id = line.partner else s.sponsor_id = line.partner end and s.valid && line.held
      where line.level < levels
    )
    select line.level, line.partner, line.held from line where line.level > 0
  $$;

-- All writers of the tree pass one at a time: two links that are harmless apart may close a circle together.
create function lock_sponsorships() returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    -- An older snapshot would not see the link that somebody committed while this one waited.
    raise exception 'sponsorships are written in read committed transactions' using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('nexus.sponsorships', 0));
end $$;

create function guard_sponsorship() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  most integer;
  above integer;
  below integer;
begin
  if tg_op = 'UPDATE' then
    if not (new.valid <@ old.valid) then
      raise exception 'a sponsorship is only ever shortened' using errcode = '23514', constraint = 'sponsorships_only_shortened';
    end if;
    return new;
  end if;
  perform lock_sponsorships();
  select max_sponsor_depth into most from partner_rules;
  if exists (select from sponsor_line(new.sponsor_id, new.valid, true, most + 1) where partner = new.partner_id) then
    raise exception 'a circle of sponsors' using errcode = '23514', constraint = 'sponsorships_no_circle';
  end if;
  select coalesce(max(level), 0) into above from sponsor_line(new.sponsor_id, new.valid, true, most + 1);
  select coalesce(max(level), 0) into below from sponsor_line(new.partner_id, new.valid, false, most + 1);
  if above + 1 + below > most then
    raise exception 'the line of sponsors is too long' using errcode = '23514', constraint = 'sponsorships_depth';
  end if;
  -- Three levels earn: none of them may be the partner itself under another name.
  if shared_identity(new.partner_id, new.sponsor_id) is not null
     or exists (select from sponsor_line(new.sponsor_id, new.valid, true, 2) where shared_identity(new.partner_id, partner) is not null) then
    raise exception 'partner and sponsor are the same' using errcode = '23514', constraint = 'sponsorships_no_self_referral';
  end if;
  return new;
end $$;
create trigger sponsorships_guarded before insert or update on sponsorships for each row execute function guard_sponsorship();

-- The same from the other side: an identity that makes somebody its own sponsor afterwards.
create function guard_partner_identity() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  subject uuid;
begin
  if tg_table_name = 'partners' then
    subject := new.id;
  else
    if new.replaced_at is not null then
      return null;
    end if;
    subject := new.partner_id;
  end if;
  perform lock_sponsorships();
  if exists (
    select from (
      select partner, held from sponsor_line(subject, tstzrange(now(), null), true, 3)
      union all
      select partner, held from sponsor_line(subject, tstzrange(now(), null), false, 3)
    ) kin where shared_identity(subject, kin.partner) is not null
  ) then
    raise exception 'partner and sponsor are the same' using errcode = '23514', constraint = 'sponsorships_no_self_referral';
  end if;
  return null;
end $$;
create constraint trigger partners_not_their_own_sponsor after update of tax_id_fingerprint, company_domain on partners
  for each row execute function guard_partner_identity();
create constraint trigger bank_details_not_of_the_sponsor after insert on partner_bank_details
  for each row execute function guard_partner_identity();

-- The line above a partner at a moment, nearest first: ids only, for whoever computes what a sale earns.
create function sponsors_at(of_partner uuid, at timestamptz, levels integer) returns table (level integer, sponsor_id uuid)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$ select level, partner from sponsor_line(of_partner, tstzrange(at, at, '[]'), true, levels) order by level $$;

-- What a partner sees of those whom it brought in.
create function my_recruits(at timestamptz) returns table (id uuid, name text, kind text, status text, sponsor_id uuid, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select p.id, p.name, p.kind, p.status, s.sponsor_id, lower(s.valid)
    from sponsorships s join partners p on p.id = s.partner_id
    where s.sponsor_id = any (acting_organisation_ids()) and s.valid @> at
    order by lower(p.name), p.id
  $$;
grant execute on function sponsors_at(uuid, timestamptz, integer), my_recruits(timestamptz), shared_identity(uuid, uuid) to nexus_app, nexus_worker;
