import dns from 'node:dns';
import { isIP } from 'node:net';
import { bindingOf, type Call, replaceForGood } from './bindings.ts';

export type NameRules = {
  decide(name: string): boolean;
  learn(name: string, addresses: readonly string[]): void;
};

/** A question to a name server can carry a document out letter by letter, so names are asked for only when they are configured. */
export function fenceNames({ decide, learn }: NameRules): void {
  const library = dns as unknown as Record<string, Call>;
  const promises = dns.promises as unknown as Record<string, Call>;

  replaceForGood(library, 'lookup', (original) => {
    return function (this: unknown, ...args) {
      const name = String(args[0] ?? '');
      const callback = args.at(-1);
      if (isIP(name) !== 0 || name === '' || typeof callback !== 'function') return Reflect.apply(original, this, args);
      if (!decide(name)) {
        process.nextTick(callback, refusedName(name));
        return {};
      }
      const learning = (error: unknown, found: unknown, family: unknown) => {
        learn(name, addressesOf(found));
        callback(error, found, family);
      };
      return Reflect.apply(original, this, [...args.slice(0, -1), learning]);
    };
  });
  replaceForGood(promises, 'lookup', (original) => {
    return async function (this: unknown, ...args) {
      const name = String(args[0] ?? '');
      if (isIP(name) === 0 && name !== '' && !decide(name)) throw refusedName(name);
      const found = await Reflect.apply(original, this, args);
      learn(name, addressesOf(found));
      return found;
    };
  });
  const reverse: Call = (...args) => {
    decide(String(args[0]));
    const callback = args.at(-1);
    if (typeof callback === 'function') process.nextTick(callback, refusedName(String(args[0])));
    return {};
  };
  replaceForGood(library, 'lookupService', () => reverse);
  replaceForGood(promises, 'lookupService', () => async (...args) => {
    decide(String(args[0]));
    throw refusedName(String(args[0]));
  });

  // `resolve*`, `reverse` and every Resolver end here: (request, name).
  const channel = bindingOf('cares_wrap').ChannelWrap.prototype;
  const queries = Object.getOwnPropertyNames(channel).filter((name) => /^query[A-Z]|^getHostByAddr$/.test(name));
  for (const query of queries) {
    replaceForGood(channel, query, (original) => {
      return function (this: unknown, ...args) {
        // A number that is no error of libuv's becomes its name, as c-ares's own errors do.
        return decide(String(args[1])) ? Reflect.apply(original, this, args) : -1;
      };
    });
  }
}

function addressesOf(found: unknown): string[] {
  const entries = Array.isArray(found) ? found : [found];
  return entries.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    return entry && typeof entry === 'object' && typeof entry.address === 'string' ? [entry.address as string] : [];
  });
}

function refusedName(hostname: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error('name look-up not permitted: the address is not configured');
  return Object.assign(error, { code: 'EPERM', errno: -1, syscall: 'getaddrinfo', hostname });
}
