import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressClassOf, numericAddress } from './network-address.ts';

test.each([
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['::1', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['::', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['10.1.2.3', 'private'],
  ['172.16.0.1', 'private'],
  ['172.32.0.1', 'public'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'private'],
  ['fd12::1', 'private'],
  ['169.254.1.1', 'link_local'],
  ['fe80::1%eth0', 'link_local'],
  ['224.0.0.1', 'multicast'],
  ['255.255.255.255', 'multicast'],
  ['ff02::1', 'multicast'],
  ['192.0.2.1', 'public'],
  ['2001:db8::1', 'public'],
  ['db.example.org', 'name'],
])('%s is %s', (address, expected) => {
  expect(addressClassOf(address)).toBe(expected);
});

test('any spelling of an IPv6 address is one address', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 }), (groups) => {
      const full = groups.map((group) => group.toString(16).padStart(4, '0')).join(':');
      const short = groups.map((group) => group.toString(16)).join(':');
      expect(numericAddress(full.toUpperCase())).toBe(numericAddress(`[${short}]`));
    }),
  );
  expect(numericAddress('::ffff:0a00:0005')).toBe('10.0.0.5');
  expect(numericAddress('example.org')).toBeNull();
});
