export type OrganisationKind = 'network' | 'partner';
export type OrganisationState = 'active' | 'suspended' | 'closed';

export const networkRoles = ['owner', 'finance', 'channel_manager', 'support'] as const;
export const partnerRoles = ['partner_admin', 'partner_seller', 'affiliate', 'technician'] as const;
export type NetworkRole = (typeof networkRoles)[number];
export type PartnerRole = (typeof partnerRoles)[number];
export type OrganisationRole = NetworkRole | PartnerRole;

export type OrganisationRow = {
  id: string;
  kind: OrganisationKind;
  name: string;
  country: string | null;
  state: OrganisationState;
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export type OrganisationMemberRow = {
  organisationId: string;
  kind: OrganisationKind;
  personId: string;
  role: OrganisationRole;
  addedBy: string | null;
  addedAt: Date;
};

/** What a person is in one organisation. */
export type Membership = { organisationId: string; kind: OrganisationKind; roles: OrganisationRole[] };

export type OrganisationsTables = { organisations: OrganisationRow; organisationMembers: OrganisationMemberRow };
