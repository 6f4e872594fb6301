import { ConflictError, NotFoundError, UnavailableError } from '@nexus/kernel';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { isConnectionError, SerializationConflictError, translateDatabaseError } from './database-errors.ts';

function databaseError(code: string, rest: Partial<pg.DatabaseError> = {}): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('refused', 7, 'error'), {
    code,
    detail: 'Key (email)=(ana@example.org)',
    where: 'ana',
    ...rest,
  });
}

describe('translateDatabaseError', () => {
  it('knows conflicts by the name of their constraint', () => {
    const conflicts = { people_email_once: () => new NotFoundError('registered') };
    expect(
      translateDatabaseError(databaseError('23505', { constraint: 'people_email_once' }), conflicts),
    ).toBeInstanceOf(NotFoundError);
    expect(translateDatabaseError(databaseError('23P01', { constraint: 'other' }), conflicts)).toBeInstanceOf(
      ConflictError,
    );
    // A name of Object.prototype is no registration.
    expect(translateDatabaseError(databaseError('23503', { constraint: 'toString' }), conflicts)).toBeInstanceOf(
      ConflictError,
    );
    expect(translateDatabaseError(databaseError('23514'), conflicts)).toBeInstanceOf(ConflictError);
  });

  it.each([
    ['40001', SerializationConflictError],
    ['40P01', SerializationConflictError],
    ['55P03', SerializationConflictError],
    ['57P01', UnavailableError],
    ['53300', UnavailableError],
    ['53100', UnavailableError],
    ['57014', UnavailableError],
  ])('knows %s', (code, type) => {
    expect(translateDatabaseError(databaseError(code), {})).toBeInstanceOf(type);
  });

  it('returns what it does not know, without the values', () => {
    const defect = databaseError('42703');
    expect(translateDatabaseError(defect, {})).toBe(defect);
    expect(defect).toMatchObject({ detail: undefined, where: undefined });
    const foreign = new Error('of ours');
    expect(translateDatabaseError(foreign, {})).toBe(foreign);
    expect(translateDatabaseError(databaseError('42501', { routine: 'aclcheck_error' }), {})).toBeInstanceOf(
      pg.DatabaseError,
    );
  });
});

it('isConnectionError tells a lost connection from a refused login', () => {
  expect(isConnectionError(Object.assign(new Error('x'), { code: 'ECONNRESET' }))).toBe(true);
  expect(isConnectionError(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isConnectionError(databaseError('57P03'))).toBe(true);
  expect(isConnectionError(databaseError('28P01'))).toBe(false);
  expect(isConnectionError(databaseError('25006'))).toBe(false);
  expect(isConnectionError('ECONNRESET')).toBe(false);
});
