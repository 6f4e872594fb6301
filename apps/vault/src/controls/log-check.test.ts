import type { AuditLogState } from '@nexus/audit';
import { expect, test } from 'vitest';
import { auditLogCheck } from './log-check.ts';

const now = new Date('2026-05-04T10:00:00Z');
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const delivery = {
  destination: 'folder:/mnt/w',
  position: 90,
  deliveredAt: hoursAgo(0.1),
  failingSince: null,
  fault: null,
};
const good: AuditLogState = {
  identity: null,
  size: 100,
  firstEntry: 0,
  checkpoint: { size: 100, root: Buffer.alloc(32), note: '', signedAt: hoursAgo(5) },
  places: [{ name: 'folder:/mnt/w', delivery }],
  destinations: [],
  verification: { last: { at: hoursAgo(20), size: 90, root: '', faults: [] }, progress: null },
  broken: null,
};

async function check(state: Partial<AuditLogState>, startedHoursAgo = 100) {
  const times = [hoursAgo(startedHoursAgo), now];
  const clock = { now: () => (times.length > 1 ? times.shift()! : times[0]!) };
  const log = { state: async () => ({ ...good, ...state }) };
  return await auditLogCheck(log, { checkpointSeconds: 60, clock }).run(new AbortController().signal);
}

test('a whole log, signed to its end and kept elsewhere, is fine however old its last entry is', async () => {
  expect(await check({})).toEqual({
    state: 'ok',
    facts: { unsigned: false, faults: 0, unchecked: false, secondPlaces: 1, failingPlaces: 0 },
  });
});

test.each<[string, Partial<AuditLogState>, string, object]>([
  ['entries unsigned for hours', { size: 101 }, 'failed', { unsigned: true }],
  [
    'a break',
    {
      broken: {
        kind: 'rolled_back',
        seenBy: 'x',
        size: 1,
        root: Buffer.alloc(32),
        ourSize: 1,
        agreesUpTo: 0,
        foundAt: now,
      },
    } as unknown as Partial<AuditLogState>,
    'failed',
    { broken: 'rolled_back' },
  ],
  [
    'faults of the last check',
    {
      verification: { last: { at: now, size: 1, root: '', faults: [{}] }, progress: null },
    } as unknown as Partial<AuditLogState>,
    'failed',
    { faults: 1 },
  ],
  ['no second place', { places: [] }, 'attention', { secondPlaces: 0 }],
  [
    'a second place that fails',
    { places: [{ name: 'x', delivery: { ...delivery, failingSince: now, fault: 'away' } }] },
    'attention',
    { failingPlaces: 1 },
  ],
  [
    'no check for days',
    { verification: { last: { at: hoursAgo(60), size: 1, root: '', faults: [] }, progress: null } },
    'attention',
    { unchecked: true },
  ],
])('%s is told', async (_, state, expected, facts) => {
  expect(await check(state)).toMatchObject({ state: expected, facts });
});

test('a server that was just started is given time to sign and to check', async () => {
  const state = { size: 101, verification: { last: null, progress: null } };
  expect((await check(state, 0.1)).state).toBe('ok');
  expect((await check(state, 1)).state).toBe('failed');
});
