import { expect, test } from 'vitest';
import { destinationOf } from './destination-of.ts';
import { createDestinations } from './destinations.ts';

const tcp = (address: string, port: number) => ({ protocol: 'tcp', address, port }) as const;

test('admits the configured address with its port and protocol, in any spelling of it', () => {
  const rules = createDestinations([
    destinationOf('database', 'postgres://nexus@10.0.0.5/nexus'),
    destinationOf('siem', 'udp://[fd00::0:17]:6514'),
  ]);
  expect(rules.admits(tcp('10.0.0.5', 5432))).toBe(true);
  expect(rules.admits(tcp('::ffff:10.0.0.5', 5432))).toBe(true);
  expect(rules.admits(tcp('10.0.0.5', 5433))).toBe(false);
  expect(rules.admits(tcp('10.0.0.6', 5432))).toBe(false);
  expect(rules.admits({ protocol: 'udp', address: '10.0.0.5', port: 5432 })).toBe(false);
  expect(rules.admits({ protocol: 'udp', address: 'fd00:0:0::17', port: 6514 })).toBe(true);
});

test('admits nothing when nothing is configured, loopback included', () => {
  const rules = createDestinations();
  expect(rules.admits(tcp('127.0.0.1', 80))).toBe(false);
  expect(rules.admits(tcp('not an address', 80))).toBe(false);
});

test('a name admits what its own look-ups gave, at its port', () => {
  const rules = createDestinations([destinationOf('model', 'http://Model.example.org.:8080')]);
  expect(rules.admitsName('model.example.org')).toBe(true);
  expect(rules.admitsName('other.example.org')).toBe(false);
  expect(rules.admits(tcp('10.1.1.1', 8080))).toBe(false);
  rules.learn('MODEL.example.org', ['10.1.1.1', 'fd00::1']);
  rules.learn('other.example.org', ['10.9.9.9']);
  expect(rules.admits(tcp('10.1.1.1', 8080))).toBe(true);
  expect(rules.admits(tcp('fd00:0::1', 8080))).toBe(true);
  expect(rules.admits(tcp('10.1.1.1', 22))).toBe(false);
  expect(rules.admits(tcp('10.9.9.9', 8080))).toBe(false);
});

test('what was learned of a name is forgotten with its destination', () => {
  const rules = createDestinations();
  const forget = rules.allow(destinationOf('model', 'http://model.example.org:8080'));
  rules.learn('model.example.org', ['10.1.1.1']);
  expect(rules.admits(tcp('10.1.1.1', 8080))).toBe(true);
  forget();
  expect(rules.admits(tcp('10.1.1.1', 8080))).toBe(false);
  expect(rules.admitsName('model.example.org')).toBe(false);
});

test('remembers the latest 64 addresses of a name', () => {
  const rules = createDestinations([destinationOf('model', 'http://model.example.org:80')]);
  for (let i = 0; i < 100; i++) rules.learn('model.example.org', [`10.0.1.${i}`]);
  expect(rules.admits(tcp('10.0.1.99', 80))).toBe(true);
  expect(rules.admits(tcp('10.0.1.36', 80))).toBe(true);
  expect(rules.admits(tcp('10.0.1.35', 80))).toBe(false);
});

test('Unix sockets: those of PostgreSQL and those that are configured', () => {
  const rules = createDestinations([destinationOf('model', 'unix:///run/model.sock')]);
  const unix = (path: string) => rules.admits({ protocol: 'unix', path });
  expect(unix('/tmp/nexus-1/.s.PGSQL.5432')).toBe(true);
  expect(unix('/run/model.sock')).toBe(true);
  expect(unix('/run/docker.sock')).toBe(false);
  expect(unix('/run/dbus/.s.PGSQL.5432/../system_bus_socket')).toBe(false);
});
