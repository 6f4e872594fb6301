import { describe, expect, it } from 'vitest';
import { defaultPasswordCost, hashPassword, needsRehash, type PasswordCost, verifyPassword } from './passwords.ts';

const cheap: PasswordCost = { scheme: 'argon2id', memory: 64, passes: 1, lanes: 1 };
const cheapScrypt: PasswordCost = { scheme: 'scrypt', logN: 4, blockSize: 8, parallel: 1 };

describe('passwords', () => {
  it.each([cheap, cheapScrypt])('verify with the right one only ($scheme)', async (cost) => {
    const stored = await hashPassword('correcto caballo', cost);
    expect(await verifyPassword('correcto caballo', stored)).toBe(true);
    for (const wrong of ['correcto caballO', '', 'correcto caballo ', stored]) {
      expect(await verifyPassword(wrong, stored)).toBe(false);
    }
    expect(await hashPassword('correcto caballo', cost)).not.toBe(stored);
  });

  it('use argon2id at the cost of RFC 9106 by default, and say so in the hash', async () => {
    const stored = await hashPassword('x');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=4\$[\w+/]{22}\$[\w+/]{43}$/);
    expect(await verifyPassword('x', stored)).toBe(true);
    expect(needsRehash(stored)).toBe(false);
  });

  it('know a hash of another cost or scheme', async () => {
    expect(needsRehash(await hashPassword('x', cheap))).toBe(true);
    expect(needsRehash(await hashPassword('x', cheapScrypt))).toBe(true);
    expect(needsRehash(await hashPassword('x', cheap), cheap)).toBe(false);
    expect(needsRehash('nonsense')).toBe(true);
  });

  it('are the same composed and decomposed', async () => {
    expect(await verifyPassword('contrase\u006e\u0303a', await hashPassword('contrase\u00f1a', cheap))).toBe(true);
  });

  it('verify nothing against damaged or unaffordable hashes', async () => {
    const stored = await hashPassword('x', cheap);
    const bad = [
      '',
      stored.slice(0, -4),
      stored.replace('argon2id', 'argon2i'),
      stored.replace('m=64', 'm=9999999'),
      stored.replace('t=1', 't=99'),
      stored.replace('p=1', 'p=0'),
      '$scrypt$ln=40,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA',
    ];
    for (const text of bad) expect(await verifyPassword('x', text), text).toBe(false);
  });

  it('take about the same work whether or not the person exists', async () => {
    const stored = await hashPassword('x', defaultPasswordCost());
    // Processor time and the best of several: a busy machine changes neither.
    const workOf = async (against: string | null) => {
      const start = process.cpuUsage();
      expect(await verifyPassword('y', against)).toBe(false);
      return process.cpuUsage(start).user;
    };
    const work = { known: [] as number[], unknown: [] as number[] };
    for (let round = 0; round < 3; round += 1) {
      work.known.push(await workOf(stored));
      work.unknown.push(await workOf(null));
    }
    expect(Math.min(...work.unknown)).toBeGreaterThan(Math.min(...work.known) / 5);
  });

  it('refuse a password of a megabyte', async () => {
    await expect(hashPassword('x'.repeat(1_000_000), cheap)).rejects.toThrow(RangeError);
    expect(await verifyPassword('x'.repeat(1_000_000), await hashPassword('x', cheap))).toBe(false);
  });
});
