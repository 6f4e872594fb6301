-- An account for somebody whom another module lets in, such as the seller of a partner. That module has decided who may invite.
create function invite_member(
  person uuid, person_fingerprint bytea, person_email bytea, person_name bytea, person_locale text, person_time_zone text,
  link_hash bytea, inviter uuid, at timestamptz, link_expires_at timestamptz)
  returns void
  language sql security definer set search_path = pg_catalog, public, pg_temp as $$
    insert into people (id, kind, state, email_fingerprint, email, name, locale, time_zone, created_at, updated_at)
      values (person, 'member', 'invited', person_fingerprint, person_email, person_name, person_locale, person_time_zone, at, at);
    insert into invitations (person_id, token_hash, invited_by, created_at, expires_at)
      values (person, link_hash, inviter, at, link_expires_at);
  $$;
revoke execute on function invite_member(uuid, bytea, bytea, bytea, text, text, bytea, uuid, timestamptz, timestamptz) from public;
grant execute on function invite_member(uuid, bytea, bytea, bytea, text, text, bytea, uuid, timestamptz, timestamptz) to nexus_worker;
