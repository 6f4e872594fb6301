import { lookup } from 'node:dns/promises';
import { readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Destination, destinationOf } from '@nexus/outbound';
import { style } from '@nexus/terminal';
import { readConfig } from '../config.ts';
import { findOwnProgram, programRoot } from '../installed/own-program.ts';
import { systemdUnit } from '../installed/systemd-unit.ts';
import { processDestinations } from '../outbound/process-destinations.ts';
import { UsageError } from './usage.ts';

export type SystemdUnitOptions = {
  user: string;
  data: string;
  environmentFile: string;
  clients: readonly string[];
  /** Addresses that are set on the page, such as `ldaps://dc1.example.org`: they are sealed with the data. */
  allow: readonly string[];
  install: boolean;
};

const unitPath = '/etc/systemd/system/nexus.service';

/** `./nexus systemd-unit`: prints the unit for the settings in the environment file, or puts it in its place. */
export async function printSystemdUnit(options: SystemdUnitOptions): Promise<number> {
  for (const network of options.clients) ensureNetwork(network);
  const config = readConfig(readSettings(options.environmentFile), '/');
  const destinations = [...config.destinations, ...options.allow.map(destinationFrom)];
  const program = await findOwnProgram();
  const unit = systemdUnit({
    launcher: join(program?.prefix ? join(program.prefix, 'current') : programRoot, 'nexus'),
    user: options.user,
    dataDir: resolve(options.data),
    environmentFile: resolve(options.environmentFile),
    watchRoots: config.watchRoots,
    destinations,
    addressesOf: await lookUp(destinations),
    clients: options.clients,
  });
  if (!options.install) {
    console.log(unit);
    return 0;
  }
  writeFileSync(unitPath, unit, { mode: 0o644 });
  console.log(`${style('green', '✓')} ${unitPath}\n  systemctl daemon-reload && systemctl enable --now nexus`);
  return 0;
}

/** A missing file is an installation without settings of its own. */
function readSettings(path: string): Record<string, string | undefined> {
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

/** The filter of the kernel knows numbers only. */
async function lookUp(destinations: readonly Destination[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const destination of destinations) {
    const { host, protocol } = destination;
    if (protocol === 'unix' || isIP(host) || found.has(host)) continue;
    const forget = processDestinations.allow(destination);
    const addresses = await lookup(host, { all: true }).catch(() => []);
    forget();
    found.set(host, [...new Set(addresses.map(({ address }) => address))].sort());
  }
  return found;
}

function destinationFrom(address: string): Destination {
  try {
    return destinationOf('configured', address);
  } catch {
    throw new UsageError(
      `--allow ${address}: se espera una dirección / an address is expected: ldaps://dc1.example.org`,
    );
  }
}

function ensureNetwork(text: string): void {
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  const isRight =
    version !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)));
  if (!isRight) throw new UsageError(`--clients ${text}: se espera una red / a network is expected: 10.0.0.0/8`);
}
