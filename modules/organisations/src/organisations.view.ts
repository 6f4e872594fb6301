import type { z } from 'zod';
import type { MemberView, OrganisationView } from './organisations.schemas.ts';
import type { Member } from './organisations.service.ts';
import type { OrganisationRow } from './organisations.tables.ts';

export function viewOrganisation(row: OrganisationRow): z.infer<typeof OrganisationView> {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    country: row.country,
    state: row.state,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}

export function viewMember(member: Member): z.infer<typeof MemberView> {
  return {
    personId: member.personId,
    name: member.name,
    roles: member.roles,
    since: member.since.toISOString(),
  };
}
