import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const bundler = join(root, 'apps/vault/src/bundle/main.ts');

/** Why a carry-in cannot be tried here, or null. */
export function whyNoCarryIn(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  if (spawnSync('unshare', ['-n', 'sh', '-c', 'ip link set lo up']).status !== 0)
    return 'needs the right to make a network namespace (root) and iproute2';
  if (spawnSync('git', ['rev-parse'], { cwd: root }).status !== 0) return 'needs the sources in a git repository';
  return null;
}

export const canTrace: boolean = spawnSync('strace', ['-V']).status === 0;

export type BuiltBundle = { archive: string; publicKey: string; key: string };

/** The three files that are carried in, and the key that goes another way: by the command that people use. */
export function buildBundle(folder: string, known: { key?: string; version?: string } = {}): BuiltBundle {
  const key = known.key ?? join(folder, 'keys/release-key.pem');
  mkdirSync(folder, { recursive: true });
  const run = (...args: string[]) =>
    execFileSync(process.execPath, [bundler, ...args, '--key', key], { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  if (!known.key) run('key');
  const version = known.version ? ['--as', known.version] : [];
  run('--dirty', '--fast', '--out', join(folder, 'out'), ...version);
  const name = readdirSync(join(folder, 'out')).find((file) => file.endsWith('.tar.gz'));
  return { archive: join(folder, 'out', name!), publicKey: key.replace('.pem', '.pub'), key };
}

/** All programs of the machine but those that the bundle has to bring: no Node, no npm, no PostgreSQL. */
export function bareEnvironment(folder: string): Record<string, string> {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const from of ['/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    for (const name of existsSync(from) ? readdirSync(from) : []) {
      if (/^(?:node|nodejs|npm|npx|corepack|psql|postgres|pg_)/.test(name) || existsSync(join(bin, name))) continue;
      try {
        symlinkSync(join(from, name), join(bin, name));
      } catch {
        // A link that leads nowhere, in the machine's own folder.
      }
    }
  }
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  return { PATH: bin, HOME: home, NO_COLOR: '1', LC_ALL: 'C' };
}

/**
 * `none`: loopback and nothing else. `deceptive`: an interface with an address and a default route that lead nowhere, so that whoever looks for a network
 * first finds one and tries.
 */
export type Network = 'none' | 'deceptive';

/** The words before a command that put it into a network of its own. A bridge without ports stands in where the kernel has no dummy interfaces. */
export function inNamespace(network: Network): string[] {
  const nowhere = '{ ip link add nowhere type dummy 2>/dev/null || ip link add nowhere type bridge; }';
  const route = `${nowhere} && ip addr add 192.0.2.2/24 dev nowhere && ip link set nowhere up && ip route add default via 192.0.2.1 &&`;
  const script = `ip link set lo up && ${network === 'deceptive' ? route : ''} exec "$@"`;
  return ['unshare', '-n', 'sh', '-c', script, 'sh'];
}

/** Calls that go anywhere but to this machine: every `connect`, `sendto`, `sendmsg`, `sendmmsg` that names an internet address which is not loopback. */
export function outwardCalls(trace: string): string[] {
  return trace
    .split('\n')
    .filter((line) => /sa_family=AF_INET6?\b/.test(line))
    .filter((line) => !/"(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)"/.test(line));
}
