import { expect, test } from 'vitest';
import {
  mayDecideRefunds,
  mayExceedReleases,
  mayHandleMachines,
  mayIssue,
  mayKeepKeys,
  mayReleaseSeats,
} from './licences.policy.ts';

const network = (...roles: string[]) => [{ organisationId: 'n', kind: 'network' as const, roles }];
const partner = (...roles: string[]) => [{ organisationId: 'p', kind: 'partner' as const, roles }];

test('the office issues; a partner handles machines of its own customers and nothing else', () => {
  expect(mayIssue(network('finance'))).toBe(true);
  expect(mayIssue(network('support'))).toBe(false);
  expect(mayIssue(partner('partner_admin', 'owner'))).toBe(false);
  expect(mayHandleMachines(partner('technician'), 'p')).toBe(true);
  expect(mayHandleMachines(partner('technician'), 'q')).toBe(false);
  expect(mayHandleMachines(partner('technician'), null)).toBe(false);
  expect(mayHandleMachines(partner('partner_seller'), 'p')).toBe(false);
  expect(mayHandleMachines(network('support'), null)).toBe(true);
});

test('keys are the owner’s; seats without a receipt and refunds have their roles', () => {
  expect(mayKeepKeys(network('finance', 'channel_manager'))).toBe(false);
  expect(mayKeepKeys(network('owner'))).toBe(true);
  expect(mayReleaseSeats(network('support'))).toBe(true);
  expect(mayExceedReleases(network('support'))).toBe(false);
  expect(mayDecideRefunds(network('channel_manager'))).toBe(false);
});
