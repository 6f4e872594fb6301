import { expect, test } from 'vitest';
import type { Person } from '../../app/people-queries.ts';
import { findPeople } from './find-people.ts';

const person = (name: string, email: string | null): Person => ({
  id: name,
  kind: 'member',
  state: 'active',
  name,
  email,
  locale: 'es',
  timeZone: 'UTC',
  roles: [],
  version: 1,
  createdAt: '2026-01-01T00:00:00Z',
});
const people = [
  person('Núria Peña', 'nuria@example.org'),
  person('José Rojas', null),
  person('Ana Ruiz', 'ar@example.org'),
];
const names = (query: string) => findPeople(people, query).map(({ name }) => name);

test('finds by any words of name and address, without accents', () => {
  expect(names('')).toHaveLength(3);
  expect(names('nuria')).toEqual(['Núria Peña']);
  expect(names(' PEÑA  example ')).toEqual(['Núria Peña']);
  expect(names('jose')).toEqual(['José Rojas']);
  expect(names('ana rojas')).toEqual([]);
});
