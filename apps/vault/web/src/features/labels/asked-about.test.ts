import { expect, test } from 'vitest';
import { askedAboutIn, writtenOf } from './asked-about.ts';

const documentId = '0192f3a4-5b6c-7d8e-9f01-23456789abcd';
const spaceId = '11111111-5b6c-7d8e-9f01-23456789abcd';

test('a document is named by its identifier or by an address of it, a space by an address', () => {
  expect(askedAboutIn(` ${documentId.toUpperCase()} `)).toEqual({ documentId });
  expect(askedAboutIn(`https://nexus.example.org/documents/${documentId}?part=3`)).toEqual({ documentId });
  expect(askedAboutIn(`https://nexus.example.org/spaces/${spaceId}/ask`)).toEqual({ spaceId });
  expect(askedAboutIn(`/spaces/${spaceId}/x/documents/${documentId}`)).toEqual({ documentId });
  expect(askedAboutIn('acta de replanteo')).toBeNull();
  expect(askedAboutIn('')).toBeNull();
});

test('what is written into the address of the page is read again', () => {
  for (const about of [{ documentId }, { spaceId }]) expect(askedAboutIn(writtenOf(about))).toEqual(about);
});
