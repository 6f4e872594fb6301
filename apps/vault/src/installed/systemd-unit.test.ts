import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { destinationOf } from '@nexus/outbound';
import { expect, test } from 'vitest';
import { systemdUnit, type UnitOptions } from './systemd-unit.ts';

const options: UnitOptions = {
  launcher: '/opt/nexus/current/nexus',
  user: 'nexus',
  dataDir: '/srv/nexus',
  environmentFile: '/etc/nexus/nexus.env',
  watchRoots: [],
  destinations: [],
  addressesOf: new Map(),
  clients: [],
};

function settings(unit: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const line of unit.split('\n')) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name) found.set(name, [...(found.get(name) ?? []), value!]);
  }
  return found;
}

test('without destinations only loopback is open', () => {
  const found = settings(systemdUnit(options));
  expect(found.get('IPAddressDeny')).toEqual(['any']);
  expect(found.get('IPAddressAllow')).toEqual(['localhost']);
  expect(found.get('ReadWritePaths')).toEqual(['/srv/nexus']);
  expect(found.get('CapabilityBoundingSet')).toEqual(['']);
  expect(found.get('RestrictAddressFamilies')).toEqual(['AF_UNIX AF_INET AF_INET6']);
  for (const name of [
    'NoNewPrivileges',
    'PrivateTmp',
    'PrivateDevices',
    'ProtectHome',
    'LockPersonality',
    'RestrictSUIDSGID',
  ])
    expect(found.get(name), name).toEqual(['yes']);
  expect(found.get('ProtectSystem')).toEqual(['strict']);
  expect(found.get('UnsetEnvironment')?.[0]).toContain('NODE_OPTIONS');
});

test('opens exactly the configured addresses, names as they are looked up, and the networks of people', () => {
  const unit = systemdUnit({
    ...options,
    destinations: [
      destinationOf('database', 'postgres://u@10.0.0.5/nexus'),
      destinationOf('directory', 'ldaps://dc1.example.org'),
      destinationOf('siem', 'udp://lost.example.org:514'),
      destinationOf('model', 'unix:///run/model.sock'),
    ],
    addressesOf: new Map([['dc1.example.org', ['10.0.0.7', 'fd00::7']]]),
    clients: ['192.168.0.0/16'],
  });
  expect(settings(unit).get('IPAddressAllow')).toEqual(['localhost', '10.0.0.5', '10.0.0.7 fd00::7', '192.168.0.0/16']);
  expect(unit).toContain('# siem: lost.example.org could not be looked up');
});

test('paths with spaces and percent signs stay one path', () => {
  const found = settings(systemdUnit({ ...options, dataDir: '/srv/mis datos 50%', watchRoots: ['/home/ana/entrada'] }));
  expect(found.get('ReadWritePaths')).toEqual(['"/srv/mis datos 50%%"']);
  expect(found.get('ReadOnlyPaths')).toEqual(['/home/ana/entrada']);
  expect(found.get('ProtectHome')).toEqual(['read-only']);
});

const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasSystemd)('systemd finds it sound and little exposed : needs systemd-analyze', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nexus-unit-'));
  try {
    const path = join(folder, 'nexus.service');
    writeFileSync(path, systemdUnit({ ...options, launcher: '/bin/true' }));
    const { stdout, stderr } = spawnSync('systemd-analyze', ['security', '--offline=yes', '--no-pager', path], {
      encoding: 'utf8',
    });
    expect(stderr).not.toMatch(/Unknown|Failed|Invalid/);
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1]);
    expect(exposure, stdout).toBeLessThan(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
