import { isIP } from 'node:net';
import type { Destination } from '@nexus/outbound';

export type UnitOptions = {
  /** The launcher, by way of `current`. */
  launcher: string;
  user: string;
  dataDir: string;
  /** With the settings, one `NAME=value` a line. */
  environmentFile: string;
  /** Folders that the server may read, such as those that it watches. */
  watchRoots: readonly string[];
  destinations: readonly Destination[];
  /** What names in the destinations stand for, at this moment. */
  addressesOf: ReadonlyMap<string, readonly string[]>;
  /** Networks that people come from when the server listens beyond loopback: `10.0.0.0/8`. */
  clients: readonly string[];
};

/**
 * A unit with the operating system's fence: it holds also for what the fence in the process cannot see, native code and child processes. The kernel's address
 * filter works both ways, so the networks of people who come in must be open, and are then open on the way out too; behind a proxy on the machine
 * loopback is enough.
 */
export function systemdUnit(options: UnitOptions): string {
  const { launcher, user, dataDir, environmentFile, watchRoots } = options;
  return `# Written by \`nexus systemd-unit\`. Write it again after a change of addresses in ${environmentFile}.
[Unit]
Description=Nexus
Documentation=file:${launcher.replace(/nexus$/, 'docs/guides/administrator.en.md')}
After=network.target

[Service]
Type=exec
User=${user}
Group=${user}
ExecStart=${quoted(launcher)} start
WorkingDirectory=${dataDir}
Environment=${quoted(`NEXUS_DATA=${dataDir}`)}
EnvironmentFile=-${environmentFile}
UnsetEnvironment=${unset.join(' ')}
Restart=on-failure
RestartSec=5
TimeoutStartSec=infinity
TimeoutStopSec=90
KillMode=mixed
UMask=0077
LimitCORE=0
LimitNOFILE=65536
# Keys and open text stay out of swap.
MemorySwapMax=0

# No way out: the kernel drops every packet to and from any address that is not named here, of every process of the service.
IPAddressDeny=any
IPAddressAllow=localhost
${addressLines(options).join('\n')}
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6

# Nothing of the system can be written, nothing of other people's read.
ProtectSystem=strict
ReadWritePaths=${quoted(dataDir)}
${watchRoots.map((root) => `ReadOnlyPaths=${quoted(root)}\n`).join('')}ProtectHome=${watchRoots.some((root) => /^\/(?:home|root)\//.test(root)) ? 'read-only' : 'yes'}
PrivateTmp=yes
PrivateDevices=yes
DevicePolicy=closed
ProtectProc=invisible
ProtectClock=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectControlGroups=yes

# No more rights than it has, and few calls to the kernel.
NoNewPrivileges=yes
CapabilityBoundingSet=
AmbientCapabilities=
PrivateUsers=yes
KeyringMode=private
LockPersonality=yes
RemoveIPC=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
# A network namespace without a network for LibreOffice, when it is installed.
RestrictNamespaces=user net
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
# MemoryDenyWriteExecute cannot be on: V8 compiles JavaScript and WebAssembly into memory.

[Install]
WantedBy=multi-user.target
`;
}

/** What would load other code into the server, or send it by another way. */
const unset = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_USE_ENV_PROXY',
  'NODE_REPL_EXTERNAL_MODULE',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
];

function addressLines({ destinations, addressesOf, clients }: UnitOptions): string[] {
  const outward = destinations
    .filter(({ protocol }) => protocol !== 'unix')
    .map(({ purpose, host, port }) => {
      const addresses = isIP(host) ? [host] : (addressesOf.get(host) ?? []);
      if (addresses.length === 0)
        return `# ${purpose}: ${host} could not be looked up; name its address here: IPAddressAllow=`;
      return `# ${purpose}: ${host} port ${port}\nIPAddressAllow=${addresses.join(' ')}`;
    });
  return [...outward, ...clients.map((network) => `# People come from here\nIPAddressAllow=${network}`)];
}

/** As systemd reads it: in quotes, with percent signs doubled. */
function quoted(text: string): string {
  const escaped = text.replaceAll('%', '%%');
  return /[\s"'\\]/.test(escaped) ? `"${escaped.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : escaped;
}
