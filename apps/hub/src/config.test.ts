import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('without any settings the hub is an evaluation on loopback, and its months are those of Caracas', () => {
  expect(readConfig({}, '/srv/nexus')).toMatchObject({
    host: '127.0.0.1',
    port: 7350,
    mode: 'evaluation',
    dataDir: '/srv/nexus/data/hub',
    timeZone: 'America/Caracas',
  });
});

test.each([
  [{ NEXUS_PORT: 'eight' }, /NEXUS_PORT/],
  [{ NEXUS_MODE: 'prod' }, /NEXUS_MODE/],
  [{ NEXUS_TIME_ZONE: 'Caracas' }, /NEXUS_TIME_ZONE.*IANA/],
])('%o is refused by name', (env, message) => {
  expect(() => readConfig(env, '/')).toThrow(message);
});
