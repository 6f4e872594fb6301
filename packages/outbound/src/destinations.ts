import { numericAddress } from './network-address.ts';

export type Protocol = 'tcp' | 'udp' | 'unix';

/** Somewhere that an administrator wants the server to connect to. */
export type Destination = {
  /** What for, in a word: `database`, `model`, `siem`, `directory`. People read it in lists and in the systemd unit. */
  readonly purpose: string;
  readonly protocol: Protocol;
  /** A name or a numeric address; for `unix` the path of the socket. */
  readonly host: string;
  /** 0 for `unix`. */
  readonly port: number;
};

export type Attempt =
  | { readonly protocol: 'tcp' | 'udp'; readonly address: string; readonly port: number }
  | { readonly protocol: 'unix'; readonly path: string };

export type Destinations = {
  /** Admits one more, and gives the way to take it back. The same one may be allowed several times and counts until the last is taken back. */
  allow(destination: Destination): () => void;
  list(): readonly Destination[];
};

/** What the fence asks. */
export type DestinationRules = Destinations & {
  admits(attempt: Attempt): boolean;
  admitsName(name: string): boolean;
  /** The addresses that a look-up of an admitted name gave. */
  learn(name: string, addresses: readonly string[]): void;
};

/** Look-ups of a name with changing addresses overlap; more than these are not remembered. */
const rememberedAddresses = 64;
/** PostgreSQL on this machine: a socket cannot leave it. Its folder is made anew by each cluster. */
const databaseSocket = /\/\.s\.PGSQL\.\d{1,5}$/;

/** The list of what is configured. Pure: no socket is touched here. */
export function createDestinations(configured: readonly Destination[] = []): DestinationRules {
  const entries = new Set<{ destination: Destination }>();
  const learned = new Map<string, string[]>();

  const allow = (destination: Destination) => {
    const entry = { destination: { ...destination, host: canonicalHost(destination) } };
    entries.add(entry);
    return () => void entries.delete(entry);
  };
  for (const destination of configured) allow(destination);
  const all = () => [...entries].map((entry) => entry.destination);

  return {
    allow,
    list: all,
    admits(attempt) {
      if (attempt.protocol === 'unix') {
        const isConfigured = all().some(({ protocol, host }) => protocol === 'unix' && host === attempt.path);
        return isConfigured || databaseSocket.test(attempt.path);
      }
      const address = numericAddress(attempt.address);
      return (
        address !== null &&
        all().some(
          ({ protocol, host, port }) =>
            protocol === attempt.protocol &&
            port === attempt.port &&
            (host === address || (learned.get(host)?.includes(address) ?? false)),
        )
      );
    },
    admitsName(name) {
      const wanted = canonicalName(name);
      // `localhost` is answered on the machine, and where it leads is decided when it is connected to.
      return wanted === 'localhost' || all().some(({ protocol, host }) => protocol !== 'unix' && host === wanted);
    },
    learn(name, addresses) {
      const key = canonicalName(name);
      const fresh = addresses.flatMap((address) => numericAddress(address) ?? []);
      const before = (learned.get(key) ?? []).filter((address) => !fresh.includes(address));
      learned.set(key, [...fresh, ...before].slice(0, rememberedAddresses));
    },
  };
}

function canonicalHost({ protocol, host }: Destination): string {
  return protocol === 'unix' ? host : (numericAddress(host) ?? canonicalName(host));
}

/** Names are compared without case and without the dot at the end that means the same (RFC 1034, 3.1). */
function canonicalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
