import { expect, test } from 'vitest';
import { mayChangeMembers, mayChangeState, mayEditOrganisation, mayOpenPartner } from './organisations.policy.ts';
import type { Membership } from './organisations.tables.ts';

const network = { id: 'n', kind: 'network' as const };
const partner = { id: 'p', kind: 'partner' as const };
const as = (organisation: { id: string; kind: 'network' | 'partner' }, ...roles: Membership['roles']): Membership[] => [
  { organisationId: organisation.id, kind: organisation.kind, roles },
];

test.each([
  ['owner', as(network, 'owner'), [true, true, true, true]],
  ['channel manager', as(network, 'channel_manager'), [true, false, true, true]],
  ['finance', as(network, 'finance'), [false, false, false, false]],
  ['support', as(network, 'support'), [false, false, false, false]],
  ['partner’s administrator', as(partner, 'partner_admin'), [false, false, true, false]],
  ['seller', as(partner, 'partner_seller'), [false, false, false, false]],
  ['administrator of another partner', as({ ...partner, id: 'q' }, 'partner_admin'), [false, false, false, false]],
  ['nobody', [], [false, false, false, false]],
] as const)('%s', (_, memberships, [open, networkMembers, partnerMembers, state]) => {
  expect(mayOpenPartner(memberships)).toBe(open);
  expect(mayChangeMembers(memberships, network)).toBe(networkMembers);
  expect(mayChangeMembers(memberships, partner)).toBe(partnerMembers);
  expect(mayEditOrganisation(memberships, partner)).toBe(partnerMembers);
  expect(mayChangeState(memberships, 'partner')).toBe(state);
  expect(mayChangeState(memberships, 'network')).toBe(false);
});
