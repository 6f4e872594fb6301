import { expect, test } from 'vitest';
import { auditedSource } from './audited-source.ts';

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', 'unknown'],
  ['not an address', 'unknown'],
])('%s is written as %s', (ip, address) => {
  expect(auditedSource({ ip })).toEqual({ address });
});
