import { expect, test } from 'vitest';
import { faultOfLimits } from './session-limits.policy.ts';

const line = (fromRank: number, idleMinutes: number, totalMinutes: number, isAddressBound = false) => ({
  fromRank,
  idleMinutes,
  totalMinutes,
  isAddressBound,
});

test('more secrets, less time; never the other way round', () => {
  expect(faultOfLimits([line(0, 30, 720), line(2, 10, 60, true)])).toBeNull();
  expect(faultOfLimits([line(2, 10, 60), line(0, 30, 720)])).toBeNull();
  expect(faultOfLimits([])).toContain('rank 0');
  expect(faultOfLimits([line(1, 30, 720)])).toContain('rank 0');
  expect(faultOfLimits([line(0, 30, 720), line(1, 31, 720)])).toContain('longer');
  expect(faultOfLimits([line(0, 30, 60), line(1, 30, 61)])).toContain('longer');
  expect(faultOfLimits([line(0, 30, 60, true), line(1, 30, 60)])).toContain('less bound');
  expect(faultOfLimits([line(0, 30, 60), line(0, 30, 60)])).toContain('twice');
  expect(faultOfLimits([line(0, 61, 60)])).toContain('idle');
});
