import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LicenceDocument } from '../documents/licence.ts';
import type { LicenceFileError } from '../errors.ts';
import { licenceContent } from '../testing.ts';
import { readClock, toleratedSkewMs } from './clock.ts';
import { judgeInstall } from './judge-install.ts';
import { type LicenceFacts, licenceStates, standingOf } from './licence-state.ts';

const licence = (change: Partial<LicenceDocument> = {}): LicenceDocument => ({
  alg: 'Ed25519',
  kid: 'a'.repeat(32),
  ...licenceContent({ machine: null }),
  ...change,
});
const facts = (now: string, change: Partial<LicenceFacts> = {}): LicenceFacts => ({
  now: new Date(now),
  installedAt: new Date('2026-11-02T00:00:00Z'),
  isActivated: false,
  isDeactivated: false,
  revocation: null,
  machine: null,
  clockBackSince: null,
  release: null,
  ...change,
});
const stateAt = (now: string, terms: Partial<LicenceDocument> = {}, change: Partial<LicenceFacts> = {}) =>
  standingOf(licence(terms), facts(now, change));

describe('a rented licence', () => {
  test('warns, then tolerates, then restricts, to the second', () => {
    expect(stateAt('2027-10-01T23:59:59Z')).toMatchObject({ state: 'valid', findings: [] });
    expect(stateAt('2027-10-02T00:00:00Z').state).toBe('expiring');
    expect(stateAt('2027-10-31T23:59:59Z').state).toBe('expiring');
    expect(stateAt('2027-11-01T00:00:00Z').state).toBe('grace');
    expect(stateAt('2027-11-15T23:59:59Z').state).toBe('grace');
    const end = stateAt('2027-11-16T00:00:00Z');
    expect(end).toMatchObject({ state: 'restricted', findings: [{ reason: 'expired' }] });
    expect(stateAt('2026-12-01T00:00:00Z').restrictedFrom).toEqual(new Date('2027-11-16T00:00:00Z'));
  });
});

describe('a licence for ever', () => {
  const forEver: Partial<LicenceDocument> = { kind: 'hybrid', expires: null, maintenanceUntil: '2027-11-01T00:00:00Z' };

  test('never ends, whatever the year; maintenance is told when it does', () => {
    expect(stateAt('2027-10-15T00:00:00Z', forEver)).toMatchObject({
      state: 'valid',
      findings: [{ reason: 'maintenance_ends_soon' }],
    });
    const late = stateAt('2099-01-01T00:00:00Z', forEver);
    expect(late).toMatchObject({ state: 'valid', findings: [{ reason: 'maintenance_ended' }], restrictedFrom: null });
  });

  test('covers the versions that came out before', () => {
    const terms = { ...forEver, maxReleaseDate: '2027-11-01T00:00:00Z' };
    const release = (date: string) => ({ date: new Date(date), since: new Date('2027-12-01T00:00:00Z') });
    expect(stateAt('2027-12-05T00:00:00Z', terms, { release: release('2027-10-01T00:00:00Z') }).state).toBe('valid');
    expect(stateAt('2027-12-05T00:00:00Z', terms, { release: release('2027-11-20T00:00:00Z') }).state).toBe('grace');
    expect(stateAt('2027-12-16T00:00:00Z', terms, { release: release('2027-11-20T00:00:00Z') }).state).toBe(
      'restricted',
    );
  });
});

describe('a bound licence', () => {
  const bound = { machine: licenceContent().machine };

  test('works at once and wants its activation within its days', () => {
    expect(stateAt('2026-11-20T00:00:00Z', bound)).toMatchObject({
      state: 'expiring',
      findings: [{ reason: 'activation_due' }],
    });
    expect(stateAt('2026-12-02T00:00:00Z', bound)).toMatchObject({
      state: 'restricted',
      findings: [{ reason: 'activation_due' }],
    });
    expect(stateAt('2026-12-02T00:00:00Z', bound, { isActivated: true }).state).toBe('valid');
  });

  test('tolerates another machine for its days of grace, and tells a copied disk apart', () => {
    const machine = { fault: 'cloned_disk' as const, since: new Date('2026-12-01T00:00:00Z') };
    const change = { isActivated: true, machine };
    expect(stateAt('2026-12-10T00:00:00Z', bound, change)).toMatchObject({
      state: 'grace',
      findings: [{ reason: 'cloned_disk' }],
    });
    expect(stateAt('2026-12-16T00:00:00Z', bound, change).state).toBe('restricted');
  });

  test('ends when it was deactivated, suspended or revoked', () => {
    expect(stateAt('2026-12-01T00:00:00Z', bound, { isDeactivated: true }).findings[0]!.reason).toBe('deactivated');
    expect(stateAt('2026-12-01T00:00:00Z', {}, { revocation: 'suspended' })).toMatchObject({ state: 'restricted' });
  });
});

test('time only makes it worse, and never better, for any terms', () => {
  const moment = fc.date({
    min: new Date('2026-11-02T00:00:00Z'),
    max: new Date('2030-01-01T00:00:00Z'),
    noInvalidDate: true,
  });
  const days = fc.integer({ min: 0, max: 365 });
  fc.assert(
    fc.property(moment, moment, days, days, days, (a, b, warnDays, graceDays, activateWithinDays) => {
      const [earlier, later] = a < b ? [a, b] : [b, a];
      const terms = { warnDays, graceDays, machine: { salt: '', need: 2, activateWithinDays } };
      const rank = (now: Date) =>
        licenceStates.indexOf(standingOf(licence(terms), { ...facts(now.toISOString()), now }).state);
      expect(rank(later)).toBeGreaterThanOrEqual(rank(earlier));
    }),
  );
});

test('the moment of restriction that is told is the moment of restriction', () => {
  const moment = fc.date({
    min: new Date('2026-11-02T00:00:00Z'),
    max: new Date('2028-06-01T00:00:00Z'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(moment, fc.integer({ min: 0, max: 60 }), fc.boolean(), (now, graceDays, isBack) => {
      const terms = { graceDays, machine: licenceContent().machine };
      const clockBackSince = isBack ? new Date('2027-01-01T00:00:00Z') : null;
      const at = (moment: Date) =>
        standingOf(licence(terms), { ...facts('2027-01-01T00:00:00Z', { clockBackSince }), now: moment });
      const { state, restrictedFrom } = at(now);
      if (state === 'restricted') return;
      expect(at(new Date(restrictedFrom!.getTime() - 1)).state).not.toBe('restricted');
      expect(at(restrictedFrom!).state).toBe('restricted');
    }),
  );
});

describe('the clock', () => {
  const mark = new Date('2027-03-01T00:00:00Z');

  test('moves the mark on, and small steps back do nothing', () => {
    const ahead = readClock(mark, new Date('2027-03-02T00:00:00Z'), 0);
    expect(ahead).toEqual({ highWater: ahead.trusted, trusted: new Date('2027-03-02T00:00:00Z'), setBackByMs: null });
    const slightly = readClock(mark, new Date(mark.getTime() - toleratedSkewMs), 5_000);
    expect(slightly).toEqual({ highWater: mark, trusted: mark, setBackByMs: null });
  });

  test('set back, it is told, and time goes on', () => {
    const back = readClock(mark, new Date('2026-01-01T00:00:00Z'), 60_000);
    expect(back.trusted).toEqual(new Date(mark.getTime() + 60_000));
    expect(back.setBackByMs).toBeGreaterThan(0);
  });

  test('no setting of the clock ever lets the mark fall', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.date({ noInvalidDate: true, max: new Date('9999-01-01') }), fc.nat(1e6)), {
          maxLength: 30,
        }),
        (readings) => {
          let highWater = mark;
          for (const [clock, elapsed] of readings) {
            const read = readClock(highWater, clock, elapsed);
            expect(read.highWater.getTime()).toBeGreaterThanOrEqual(highWater.getTime());
            expect(read.trusted.getTime()).toBeGreaterThanOrEqual(highWater.getTime());
            ({ highWater } = read);
          }
        },
      ),
    );
  });
});

describe('installing', () => {
  const install = (change: Partial<LicenceDocument> = {}, known: Partial<Parameters<typeof judgeInstall>[1]> = {}) => {
    try {
      return judgeInstall(licence(change), {
        product: 'nexus-vault',
        now: new Date('2026-11-05T00:00:00Z'),
        newest: null,
        revocations: null,
        ...known,
      });
    } catch (error) {
      return (error as LicenceFileError).fault;
    }
  };
  const newest = { seq: 4, serial: '019a4000-0000-7000-8000-0000000000ff' };

  test('takes a newer file, and the same one again', () => {
    expect(install()).toBe('new');
    expect(install({ seq: 5 }, { newest })).toBe('new');
    expect(install({ seq: 4, serial: newest.serial }, { newest })).toBe('same');
  });

  test('refuses older files, other products, revoked ones and those of the future', () => {
    expect(install({ seq: 4 }, { newest })).toBe('older_file');
    expect(install({ seq: 3 }, { newest })).toBe('older_file');
    expect(install({ product: 'nexus-hub' })).toBe('wrong_product');
    expect(install({ notBefore: '2027-01-01T00:00:00Z' })).toBe('not_yet_valid');
    const { licenceId } = licence();
    const revoked = { licences: [{ licenceId, state: 'revoked' as const, since: '2026-11-03T00:00:00Z' }] };
    expect(install({}, { revocations: revoked })).toBe('revoked');
    // Issued anew after that: the issuer changed its mind.
    expect(install({ issuedAt: '2026-11-04T00:00:00Z', seq: 2 }, { revocations: revoked })).toBe('new');
  });

  test('takes an expired file, and one whose moment of issue the clock has not reached', () => {
    expect(install({}, { now: new Date('2031-01-01T00:00:00Z') })).toBe('new');
    expect(install({}, { now: new Date('2020-01-01T00:00:00Z') })).toBe('new');
  });
});
