import { describe, expect, test } from 'vitest';
import { mayChangeRole, mayHoldTogether, mayListPeople, mayManagePeople, maySuspend } from './accounts.policy.ts';
import type { Role } from './accounts.tables.ts';

describe('people', () => {
  test.each([
    [[], false, false],
    [['administrator'], true, true],
    [['officer'], false, true],
    [['auditor'], false, false],
  ])('holders of %j manage: %s, list: %s', (roles, manages, lists) => {
    expect(mayManagePeople(roles)).toBe(manages);
    expect(mayListPeople(roles)).toBe(lists);
  });

  test('nobody suspends themselves', () => {
    expect(maySuspend(['administrator'], 'a', 'b')).toBe(true);
    expect(maySuspend(['administrator'], 'a', 'a')).toBe(false);
    expect(maySuspend(['officer'], 'a', 'b')).toBe(false);
  });
});

describe('roles', () => {
  const change = (actorRoles: Role[], role: Role, officerExists: boolean, personId = 'b') =>
    mayChangeRole({ actorRoles, actorId: 'a', personId, role, officerExists });

  test.each<[Role, boolean, Role[]]>([
    ['administrator', false, ['administrator']],
    ['administrator', true, ['administrator']],
    ['officer', false, ['administrator']],
    ['officer', true, ['officer']],
    ['auditor', false, ['administrator']],
    ['auditor', true, ['officer']],
  ])('%s, with an officer there: %s, is given by %j alone', (role, officerExists, givers) => {
    for (const giver of ['administrator', 'officer', 'auditor'] as const) {
      expect(change([giver], role, officerExists)).toBe(givers.includes(giver));
    }
    expect(change([], role, officerExists)).toBe(false);
  });

  test('nobody changes their own', () => {
    for (const role of ['administrator', 'officer', 'auditor'] as const) {
      expect(change(['administrator', 'officer', 'auditor'], role, true, 'a')).toBe(false);
    }
  });

  test('exclude each other except under evaluation', () => {
    expect(mayHoldTogether(['administrator', 'officer'], 'production')).toBe(false);
    expect(mayHoldTogether(['administrator', 'officer'], 'evaluation')).toBe(true);
    expect(mayHoldTogether(['auditor'], 'production')).toBe(true);
  });
});
