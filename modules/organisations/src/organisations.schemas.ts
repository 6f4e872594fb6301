import { pageSchema, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { networkRoles, partnerRoles } from './organisations.tables.ts';

export const RoleSchema = z.enum([...networkRoles, ...partnerRoles]).meta({ id: 'OrganisationRole' });
const Kind = z.enum(['network', 'partner']);
const State = z.enum(['active', 'suspended', 'closed']);
const Name = z.string().trim().min(1).max(200);
const Country = z
  .string()
  .regex(/^[A-Z]{2}$/, 'two capital letters')
  .describe('ISO 3166-1, such as VE');

export const OrganisationView = z
  .object({
    id: z.uuid(),
    kind: Kind,
    name: z.string(),
    country: z.string().nullable(),
    state: State,
    version: z.int(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Organisation' });
export const OrganisationPage = pageSchema(OrganisationView);

export const OwnMembershipView = z.object({
  organisationId: z.uuid(),
  name: z.string(),
  kind: Kind,
  roles: z.array(RoleSchema),
});

export const OrganisationParams = z.object({ organisationId: z.uuid() });
export const MemberParams = OrganisationParams.extend({ personId: z.uuid(), role: RoleSchema });
export const UpdateOrganisationBody = z
  .object({ name: Name, country: Country.nullable(), state: State })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'nothing to change');

export const MemberView = z.object({
  personId: z.uuid(),
  name: z.string(),
  roles: z.array(RoleSchema),
  since: Timestamp,
});
export const InviteMemberBody = z.object({
  name: Name,
  email: z.email().max(254),
  role: RoleSchema,
  locale: z.enum(['es', 'en']).default('es'),
  timeZone: z.string().max(64).default('America/Caracas'),
});
export const InvitedMemberView = z.object({
  personId: z.uuid(),
  invitation: z
    .object({ token: z.string(), expiresAt: Timestamp })
    .nullable()
    .describe('Shown once. Null for somebody who has an account already and signs in with it'),
});
