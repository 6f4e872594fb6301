import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { onDatabase, parseConnectionUrl } from './credentials.ts';

describe('parseConnectionUrl', () => {
  it('reads what libpq reads', () => {
    expect(parseConnectionUrl('postgresql://ana:secreta@db.example.org:6432/vault')).toEqual({
      host: 'db.example.org',
      port: 6432,
      database: 'vault',
      user: 'ana',
      password: 'secreta',
    });
    expect(parseConnectionUrl('postgres://ana@[::1]/vault')).toMatchObject({ host: '[::1]', port: 5432, user: 'ana' });
    expect(parseConnectionUrl('postgresql://ana:x@/vault?host=/var/run/postgresql&port=5433')).toMatchObject({
      host: '/var/run/postgresql',
      port: 5433,
    });
    expect(parseConnectionUrl('postgresql:///vault?host=/var/run/postgresql&user=ana')).toMatchObject({
      host: '/var/run/postgresql',
      user: 'ana',
    });
    expect(parseConnectionUrl('postgresql://ana@h/v?sslmode=require')).toMatchObject({
      ssl: { rejectUnauthorized: false },
    });
    expect(parseConnectionUrl('postgresql://ana@h/v?sslmode=verify-full')).toMatchObject({
      ssl: { rejectUnauthorized: true },
    });
  });

  it.each([
    ['', /not a URL/],
    ['mysql://ana@h/v', /must begin with postgresql/],
    ['postgresql://ana@h', /names no database/],
    ['postgresql://h/v', /names no user/],
    ['postgresql://ana@h/v?sslmode=prefer', /sslmode prefer is not supported/],
  ])('refuses %j', (text, message) => {
    expect(() => parseConnectionUrl(text)).toThrow(message);
  });

  it('takes any user, password and database when they are encoded', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, name, name, (user, password, database) => {
        const text = `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db.example.org/${encodeURIComponent(database)}`;
        // The URL standard takes "." and ".." for steps in a path, however they are written.
        fc.pre(database !== '.' && database !== '..');
        expect(parseConnectionUrl(text)).toMatchObject({ user, password, database, host: 'db.example.org' });
      }),
    );
  });
});

it('onDatabase moves all four roles', () => {
  const one = parseConnectionUrl('postgresql://ana:x@h/one');
  const moved = onDatabase({ owner: one, app: one, worker: one, auditor: one }, 'two');
  expect(Object.values(moved).map(({ database }) => database)).toEqual(['two', 'two', 'two', 'two']);
});
