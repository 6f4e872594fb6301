import type { X509Certificate } from 'node:crypto';
import type { CardSettings } from '../sources.settings.ts';

/**
 * What of a certificate says whose it is, in the form in which it is compared; null when it says nothing, or says two different things, for then it is
 * nobody's guess which of the two came in.
 */
export function cardSubject(
  certificate: X509Certificate,
  { attribute, domain }: Pick<CardSettings, 'attribute' | 'domain'>,
): string | null {
  if (attribute === 'fingerprint') return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  if (attribute === 'subject_serial_number') {
    const values = subjectValues(certificate.subject, 'serialNumber');
    return values.length === 1 ? values[0]!.toUpperCase() : null;
  }
  const wanted = attribute === 'upn' ? 'othername:UPN:' : 'email:';
  const names = alternativeNames(certificate.subjectAltName ?? '')
    .filter((name) => name.startsWith(wanted))
    .map((name) => name.slice(wanted.length).trim().normalize('NFC').toLowerCase());
  const [name, ...others] = [...new Set(names)];
  if (name === undefined || others.length > 0 || !/^[^@\s]+@[^@\s]+$/.test(name)) return null;
  return domain === null || name.endsWith(`@${domain.toLowerCase()}`) ? name : null;
}

/**
 * Node writes the names in one line, `type:value, type:value`, and puts a value in quotes as JSON where it holds anything that could be taken for
 * another name (CVE-2021-44532). Whoever gets a comma into their name must not get another name out of it.
 */
export function alternativeNames(line: string): string[] {
  const names: string[] = [];
  const pattern = /([A-Za-z ]+(?::[A-Za-z0-9]+)?):("(?:[^"\\]|\\.)*"|[^",]*)(?:, |$)/gy;
  while (pattern.lastIndex < line.length) {
    const match = pattern.exec(line);
    if (match === null) return [];
    const [, type = '', value = ''] = match;
    names.push(`${type}:${value.startsWith('"') ? String(JSON.parse(value)) : value}`);
  }
  return names;
}

/** Lines of `KEY=value`; a line break inside a value is escaped by Node. */
function subjectValues(subject: string, key: string): string[] {
  return subject
    .split('\n')
    .filter((line) => line.startsWith(`${key}=`))
    .map((line) => line.slice(key.length + 1));
}
