import { expect, test } from 'vitest';
import { documentIdIn } from './document-id.ts';

const id = '0192f3a4-5b6c-7d8e-9f01-23456789abcd';
const other = '11111111-5b6c-7d8e-9f01-23456789abcd';

test('a document is named by its identifier or by an address of it', () => {
  expect(documentIdIn(` ${id.toUpperCase()} `)).toBe(id);
  expect(documentIdIn(`https://nexus.example.org/documents/${id}?part=3`)).toBe(id);
  expect(documentIdIn(`https://nexus.example.org/spaces/${other}/x/documents/${id}`)).toBe(id);
  expect(documentIdIn('acta de replanteo')).toBeNull();
  expect(documentIdIn('')).toBeNull();
});
