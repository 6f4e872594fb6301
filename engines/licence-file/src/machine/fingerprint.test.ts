import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeActivation } from '../licence/judge-activation.ts';
import { licenceContent } from '../testing.ts';
import { compareMachine, fingerprintOf, type MachineMarks, markKinds } from './fingerprint.ts';

const { salt } = licenceContent().machine!;
const machine: MachineMarks = {
  'machine-id': ['8f3c2a'],
  'product-uuid': ['4C4C4544-0042'],
  'network-card': ['aa:bb:cc:00:11:22', 'aa:bb:cc:00:11:23'],
  disk: ['S4EWNX0M'],
  processor: ['AMD EPYC 7313P'],
};
const bound = fingerprintOf(machine, salt);
const compare = (change: MachineMarks, need = 3) =>
  compareMachine(bound, fingerprintOf({ ...machine, ...change }, salt), need);

describe('a machine is known again', () => {
  test('when parts were exchanged, down to as many as are needed', () => {
    expect(compare({}).isSame).toBe(true);
    expect(compare({ disk: ['new'], 'network-card': ['aa:bb:cc:00:11:23', 'de:ad'] })).toMatchObject({
      isSame: true,
      missing: ['disk'],
    });
    expect(compare({ disk: ['new'], 'network-card': [] })).toMatchObject({ isSame: true });
    expect(compare({ disk: [], 'network-card': [], processor: ['other'] })).toMatchObject({
      isSame: false,
      fault: 'cloned_disk',
    });
  });

  test('a disk in another machine, and another machine altogether, are told apart', () => {
    const hardware: MachineMarks = { 'product-uuid': ['x'], 'network-card': ['y'], disk: ['z'] };
    expect(compare(hardware).fault).toBe('cloned_disk');
    expect(compare({ ...hardware, 'machine-id': ['w'] }).fault).toBe('other_machine');
  });

  test('one that shows little is asked for all of it', () => {
    const poor = fingerprintOf({ 'machine-id': ['a'], processor: ['p'] }, salt);
    expect(compareMachine(poor, poor, 3).isSame).toBe(true);
    expect(compareMachine(poor, fingerprintOf({ 'machine-id': ['a'] }, salt), 3).isSame).toBe(false);
  });
});

test('marks are hashes that differ with the salt, the kind and the value, and not with case or spaces', () => {
  const same = fingerprintOf({ disk: [' s4ewnx0m '] }, salt);
  expect(same.disk).toEqual(bound.disk);
  expect(fingerprintOf(machine, 'BBBBBBBBBBBBBBBBBBBBBB==').disk).not.toEqual(bound.disk);
  expect(fingerprintOf({ processor: machine.disk! }, salt).processor).not.toEqual(bound.disk);
  expect(JSON.stringify(bound)).not.toContain('S4EWNX0M');
});

test('a machine is always itself, and more need never makes it easier', () => {
  const marks = fc.record(
    Object.fromEntries(
      markKinds.map((kind) => [kind, fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 3 })]),
    ),
  ) as fc.Arbitrary<MachineMarks>;
  fc.assert(
    fc.property(marks, marks, fc.integer({ min: 1, max: 6 }), (a, b, need) => {
      const [first, second] = [fingerprintOf(a, salt), fingerprintOf(b, salt)];
      expect(compareMachine(first, first, need).isSame).toBe(true);
      if (!compareMachine(first, second, need).isSame)
        expect(compareMachine(first, second, need + 1).isSame).toBe(false);
    }),
  );
});

describe('an answer to a request', () => {
  const response = {
    alg: 'Ed25519' as const,
    kid: 'a'.repeat(32),
    issuedAt: '2026-11-03T00:00:00Z',
    activationId: '019a4000-0000-7000-8000-000000000011',
    licenceId: licenceContent().licenceId,
    seq: 1,
    nonce: 'c'.repeat(64),
    deviceKid: 'd'.repeat(32),
    fingerprint: bound,
    need: 3,
  };
  const facts = {
    licenceId: response.licenceId,
    pending: { nonce: response.nonce, deviceKid: response.deviceKid },
    seen: bound,
  };

  test('is for that licence, request and machine', () => {
    expect(() => judgeActivation(response, facts)).not.toThrow();
    expect(() => judgeActivation(response, { ...facts, pending: null })).toThrow('not_asked_for');
    expect(() => judgeActivation({ ...response, nonce: 'e'.repeat(64) }, facts)).toThrow('other_activation');
    expect(() => judgeActivation({ ...response, deviceKid: 'e'.repeat(32) }, facts)).toThrow('other_activation');
    expect(() => judgeActivation(response, { ...facts, licenceId: response.activationId })).toThrow('other_licence');
    expect(() => judgeActivation(response, { ...facts, seen: fingerprintOf({ disk: ['q'] }, salt) })).toThrow(
      'other_machine',
    );
  });
});
