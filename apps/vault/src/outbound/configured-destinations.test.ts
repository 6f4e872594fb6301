import { expect, test } from 'vitest';
import { addressIn, configuredDestinations } from './configured-destinations.ts';

test('nothing configured, nowhere to go', () => {
  expect(configuredDestinations({})).toEqual([]);
  expect(configuredDestinations({ HTTPS_PROXY: 'http://proxy.example.org:3128', DATABASE_URL: 'nonsense' })).toEqual(
    [],
  );
});

test('each database once; one behind a socket is on this machine', () => {
  const database = { purpose: 'database', protocol: 'tcp', port: 5432 };
  const env = {
    DATABASE_OWNER_URL: 'postgres://nexus_owner:x@10.0.0.5/nexus',
    DATABASE_URL: 'postgres://nexus_app:y@10.0.0.5/nexus',
    DATABASE_AUDITOR_URL: 'postgres://nexus_auditor:z@db2.example.org:5433/nexus',
    DATABASE_WORKER_URL: 'postgres://nexus_worker@/nexus?host=/run/postgresql',
  };
  expect(configuredDestinations(env)).toEqual([
    { ...database, host: '10.0.0.5' },
    { ...database, host: 'db2.example.org', port: 5433 },
  ]);
});

test('one address in one setting', () => {
  const directory = { purpose: 'directory', protocol: 'tcp', host: 'dc1.example.org', port: 636 };
  expect(addressIn({ X: 'ldaps://dc1.example.org' }, 'X', 'directory')).toEqual([directory]);
  expect(addressIn({ X: '' }, 'X', 'directory')).toEqual([]);
  expect(addressIn({ X: 'dc1' }, 'X', 'directory')).toEqual([]);
});
