import { expect, test } from 'vitest';
import { alternativeNames, cardSubject } from './card-subject.ts';

const certificate = (subjectAltName: string, subject = 'CN=Ana') =>
  ({ subjectAltName, subject, fingerprint256: 'AB:CD' }) as never;
const byEmail = { attribute: 'email' as const, domain: null };

test('takes the one address that a card carries, compared without capitals', () => {
  expect(cardSubject(certificate('email:Ana@Example.org, DNS:x'), byEmail)).toBe('ana@example.org');
  expect(cardSubject(certificate('email:ana@example.org, email:ANA@example.org'), byEmail)).toBe('ana@example.org');
  expect(cardSubject(certificate('othername:UPN:ana@corp.example'), { attribute: 'upn', domain: null })).toBe(
    'ana@corp.example',
  );
  expect(cardSubject(certificate('othername:UPN:ana@corp.example'), byEmail)).toBeNull();
});

test('a card with two addresses, or none that is one, is nobody’s', () => {
  expect(cardSubject(certificate('email:ana@example.org, email:eva@example.org'), byEmail)).toBeNull();
  expect(cardSubject(certificate('email:ana'), byEmail)).toBeNull();
  expect(cardSubject(certificate(''), byEmail)).toBeNull();
});

test('a name that holds another one in itself stays one name', () => {
  const smuggled = 'email:"eva@example.org, email:ana@example.org"';
  expect(alternativeNames(smuggled)).toEqual(['email:eva@example.org, email:ana@example.org']);
  expect(cardSubject(certificate(smuggled), byEmail)).toBeNull();
  expect(alternativeNames('DNS:"a\\", email:ana@example.org"')).toEqual(['DNS:a", email:ana@example.org']);
  expect(alternativeNames('email:ana@example.org, "')).toEqual([]);
});

test('only addresses of the domain count, and not of one that ends like it', () => {
  const rule = { attribute: 'email' as const, domain: 'example.org' };
  expect(cardSubject(certificate('email:ana@example.org'), rule)).toBe('ana@example.org');
  expect(cardSubject(certificate('email:ana@evil-example.org'), rule)).toBeNull();
  expect(cardSubject(certificate('email:ana@example.org.evil.net'), rule)).toBeNull();
});

test('serial number of the person and fingerprint', () => {
  const rule = { attribute: 'subject_serial_number' as const, domain: null };
  expect(cardSubject(certificate('', 'CN=Ana\nserialNumber=idces-00000000T'), rule)).toBe('IDCES-00000000T');
  expect(cardSubject(certificate('', 'CN=serialNumber=1'), rule)).toBeNull();
  expect(cardSubject(certificate('', 'serialNumber=1\nserialNumber=2'), rule)).toBeNull();
  expect(cardSubject(certificate(''), { attribute: 'fingerprint', domain: null })).toBe('abcd');
});
