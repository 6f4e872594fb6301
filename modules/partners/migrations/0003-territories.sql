-- Where partners may sell. Places form a tree of paths ("ve/dc/1010"); a segment ("ve/~health") covers one kind of customer in its place.
create table territories (
  id uuid primary key,
  parent_id uuid references territories (id),
  kind text not null check (kind in ('area', 'country', 'region', 'postcode', 'segment')),
  code text not null constraint territories_code check (code ~ '^~?[a-z0-9][a-z0-9-]{0,39}$'),
  name_es text not null,
  name_en text not null,
  path text not null constraint territories_path unique,
  -- Everything below a path, in byte order: '0' follows '/'. Spans of two paths overlap if and only if one is above the other.
  place_span textrange not null,
  segment_span textrange not null,
  created_at timestamptz not null,
  constraint territories_segment_mark check ((kind = 'segment') = (code like '~%'))
);
create index territories_children on territories (parent_id);

create function place_territory() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  above territories;
begin
  if new.parent_id is not null then
    select * into strict above from territories where id = new.parent_id;
    if above.kind = 'segment'
       or (new.kind <> 'segment' and array_position(array['area', 'country', 'region', 'postcode'], new.kind)
           <= array_position(array['area', 'country', 'region', 'postcode'], above.kind)) then
      raise exception 'no such place below' using errcode = '23514', constraint = 'territories_order';
    end if;
    new.path := above.path || '/' || new.code;
  elsif new.kind = 'segment' then
    raise exception 'a segment lies in a place' using errcode = '23514', constraint = 'territories_order';
  else
    new.path := new.code;
  end if;
  if new.kind = 'segment' then
    new.place_span := above.place_span;
    new.segment_span := textrange(substr(new.code, 2) || '/', substr(new.code, 2) || '0');
  else
    new.place_span := textrange(new.path || '/', new.path || '0');
    new.segment_span := textrange(null, null);
  end if;
  return new;
end $$;
create trigger territories_placed before insert on territories for each row execute function place_territory();

create table territory_grants (
  id uuid primary key,
  partner_id uuid not null references partners (id),
  territory_id uuid not null references territories (id),
  -- Null: all product lines.
  product_line text constraint territory_grants_line check (product_line ~ '^[a-z0-9][a-z0-9_-]{0,59}$'),
  is_exclusive boolean not null,
  valid tstzrange not null,
  reason text not null,
  granted_by uuid,
  granted_at timestamptz not null,
  ended_by uuid,
  ended_reason text,
  -- Filled by the trigger: what the exclusion below compares.
  number bigint generated always as identity,
  place_span textrange not null,
  segment_span textrange not null,
  line_span textrange not null,
  is_waived boolean not null,
  -- An exclusive grant claims everything, another one only its own number, so that two of those never meet; what was waived claims nothing.
  claim int8range generated always as (
    case when is_exclusive then int8range(null, null) when is_waived then 'empty'::int8range else int8range(number, number, '[]') end
  ) stored,
  constraint territory_grants_exclusive
    exclude using gist (claim with &&, place_span with &&, segment_span with &&, line_span with &&, valid with &&)
);
create index territory_grants_of on territory_grants (partner_id);
create index territory_grants_in on territory_grants (territory_id);

-- Whoever holds a place alone may let one other partner in; the office records it.
create table territory_waivers (
  id uuid primary key,
  grant_id uuid not null references territory_grants (id),
  partner_id uuid not null references partners (id),
  reason text not null,
  recorded_by uuid,
  recorded_at timestamptz not null,
  constraint territory_waivers_once unique (grant_id, partner_id)
);

create function guard_territory_grant() returns trigger
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp
  as $$
declare
  place territories;
begin
  if tg_op = 'UPDATE' then
    if not (new.valid <@ old.valid) then
      raise exception 'a grant is only ever shortened' using errcode = '23514', constraint = 'territory_grants_only_shortened';
    end if;
    return new;
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'grants are written in read committed transactions' using errcode = '25001';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('nexus.territory-grants', 0));
  select * into strict place from territories where id = new.territory_id;
  new.place_span := place.place_span;
  new.segment_span := place.segment_span;
  new.line_span := case when new.product_line is null then textrange(null, null)
    else textrange(new.product_line, new.product_line, '[]') end;
  new.is_waived := false;
  if not new.is_exclusive then
    -- Waived only when everybody who holds any of it alone has let this partner in.
    select bool_and(exists (select from territory_waivers w where w.grant_id = g.id and w.partner_id = new.partner_id))
      into new.is_waived
      from territory_grants g
      where g.is_exclusive and g.place_span && new.place_span and g.segment_span && new.segment_span
        and g.line_span && new.line_span and g.valid && new.valid;
    new.is_waived := coalesce(new.is_waived, false);
  elsif exists (
    select from territory_grants g
    where g.is_waived and g.place_span && new.place_span and g.segment_span && new.segment_span
      and g.line_span && new.line_span and g.valid && new.valid
  ) then
    -- Waived grants claim nothing, so the exclusion does not see them; a new holder has let nobody in yet.
    raise exception 'the place is not free' using errcode = '23P01', constraint = 'territory_grants_exclusive';
  end if;
  return new;
end $$;
create trigger territory_grants_guarded before insert or update on territory_grants for each row execute function guard_territory_grant();
create trigger territory_waivers_append_only before update or delete or truncate on territory_waivers execute function refuse_change();
create trigger territories_append_only before delete or truncate on territories execute function refuse_change();

alter table territories enable row level security;
alter table territory_grants enable row level security;
alter table territory_waivers enable row level security;
create policy territories_read on territories for select to nexus_app using (true);
create policy territories_add on territories for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy territories_worker on territories to nexus_worker using (true) with check (true);
create policy territory_grants_read on territory_grants for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy territory_grants_add on territory_grants for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy territory_grants_end on territory_grants for update to nexus_app
  using ((select acts_for_network('owner', 'channel_manager'))) with check ((select acts_for_network('owner', 'channel_manager')));
create policy territory_grants_worker on territory_grants to nexus_worker using (true) with check (true);
create policy territory_waivers_read on territory_waivers for select to nexus_app
  using ((select acts_for_network()) or partner_id = any ((select acting_organisation_ids())::uuid[]));
create policy territory_waivers_add on territory_waivers for insert to nexus_app with check ((select acts_for_network('owner', 'channel_manager')));
create policy territory_waivers_worker on territory_waivers to nexus_worker using (true) with check (true);
grant select, insert on territories, territory_grants, territory_waivers to nexus_app, nexus_worker;
grant update (valid, ended_by, ended_reason) on territory_grants to nexus_app, nexus_worker;

-- Whether somebody else alone may sell there. Says yes or no to whoever asks, and to the office also who.
create function exclusive_holder(path text, segment text, line text, at timestamptz) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select partner_id from territory_grants
    where is_exclusive and place_span @> (path || '/') and segment_span @> (segment || '/') and line_span @> line and valid @> at
    limit 1
  $$;
-- Whether a partner was let in by the one who holds the place alone.
create function is_let_in(partner uuid, path text, segment text, line text, at timestamptz) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp
  as $$
    select exists (
      select from territory_grants g
      where g.partner_id = partner and g.is_waived and g.place_span @> (path || '/') and g.segment_span @> (segment || '/')
        and g.line_span @> line and g.valid @> at)
  $$;
grant execute on function exclusive_holder(text, text, text, timestamptz), is_let_in(uuid, text, text, text, timestamptz) to nexus_app, nexus_worker;
