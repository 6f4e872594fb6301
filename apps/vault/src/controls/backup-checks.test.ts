import type { BackupsModule } from '@nexus/backups';
import { expect, test } from 'vitest';
import { drillCheck, recentBackupCheck } from './backup-checks.ts';

type Place = Awaited<ReturnType<BackupsModule['service']['overviewForSystem']>>[number];

const now = new Date('2026-05-04T10:00:00Z');
const clock = { now: () => now };
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const signal = new AbortController().signal;

function place({
  taken = 1,
  drill,
  drillDays = 7,
}: {
  taken?: number;
  drill?: object;
  drillDays?: number;
} = {}): Place {
  return {
    row: { createdAt: daysAgo(90), alarmDays: 3, drillDays, continuous: false, problem: null },
    generations: [{ takenAt: daysAgo(taken), isWhole: true }],
    lastRuns: { generation: null, verification: null, pruning: null, drill: drill ?? null },
    guarantees: null,
    behindBytes: null,
    isLogLost: false,
  } as unknown as Place;
}
const backups = (...places: Place[]) => ({ isOn: true, overviewForSystem: async () => places });
const drilled = (days: number, rights: boolean[] = []) => ({
  state: 'done',
  finishedAt: daysAgo(days),
  result: { questions: rights.map((isRight) => ({ isRight })) },
});

test('a recent backup in every place is fine, an old one is not, and none wants attention', async () => {
  const recent = (...places: Place[]) => recentBackupCheck(backups(...places), clock).run(signal);
  expect(await recent(place(), place())).toEqual({
    state: 'ok',
    facts: { configured: true, places: 2, failingPlaces: 0 },
  });
  expect(await recent(place(), place({ taken: 5 }))).toMatchObject({
    state: 'failed',
    facts: { failingPlaces: 1, firstAlarm: 'backup_old' },
  });
  expect(await recent()).toMatchObject({ state: 'attention', facts: { places: 0 } });
  // A drill that failed says nothing about how old the backups are.
  expect(await recent(place({ drill: { state: 'failed', finishedAt: now } }))).toMatchObject({ state: 'ok' });
});

test('backups that are off are no recent backups', async () => {
  const off = { isOn: false, overviewForSystem: () => Promise.reject(new Error('asked')) };
  expect(await recentBackupCheck(off, clock).run(signal)).toMatchObject({
    state: 'attention',
    facts: { configured: false },
  });
});

test('a drill in time is fine, also when another place has none; a late one and a failed one are not', async () => {
  const drill = (...places: Place[]) => drillCheck(backups(...places), clock).run(signal);
  expect(await drill(place({ drill: drilled(10, [true, true]) }), place({ drillDays: 0 }))).toEqual({
    state: 'ok',
    facts: { drillingPlaces: 1, drilledPlaces: 1, failingPlaces: 0, asked: 2, right: 2 },
  });
  expect((await drill(place({ drill: drilled(15) }))).state).toBe('attention');
  expect((await drill(place())).state).toBe('attention');
  expect(
    (await drill(place({ drill: drilled(1) }), place({ drill: { state: 'failed', finishedAt: now } }))).state,
  ).toBe('failed');
});
