import { ConfigError } from '@nexus/server';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('without any settings the server is an evaluation on loopback', () => {
  const config = readConfig({}, '/srv/nexus');
  expect(config).toMatchObject({
    host: '127.0.0.1',
    mode: 'evaluation',
    dataDir: '/srv/nexus/data/vault',
    watchRoots: [],
  });
});

test.each([
  [{ NEXUS_PORT: 'eighty' }, 'NEXUS_PORT'],
  [{ NEXUS_PORT: '70000' }, 'NEXUS_PORT'],
  [{ NEXUS_MODE: 'test' }, 'NEXUS_MODE'],
  [{ NEXUS_READERS: '0' }, 'NEXUS_READERS'],
])('a wrong setting is named: %j', (env, name) => {
  expect(() => readConfig(env, '/')).toThrow(ConfigError);
  expect(() => readConfig(env, '/')).toThrow(name);
});

test('lists are split and blanks dropped', () => {
  const config = readConfig({ NEXUS_WATCH_ROOTS: '/a::/b', NEXUS_HOSTS: 'vault.example.org, ' }, '/');
  expect(config.watchRoots).toEqual(['/a', '/b']);
  expect(config.trustedHosts).toEqual(['vault.example.org']);
});
