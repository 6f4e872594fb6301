import { isIP } from 'node:net';

/** What an address is near to; all that the log says of one that was refused. */
export type AddressClass = 'loopback' | 'private' | 'link_local' | 'multicast' | 'public' | 'name' | 'socket';

/** One spelling for each address: no zone, no brackets, IPv4 inside IPv6 as IPv4. Null for what is a name. */
export function numericAddress(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, '$1').replace(/%.*$/, '');
  const version = isIP(bare);
  if (version === 0) return null;
  if (version === 4) return bare;
  // The URL parser compresses IPv6 addresses as RFC 5952 says.
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical);
  if (!mapped) return canonical;
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

export function addressClassOf(text: string): AddressClass {
  const address = numericAddress(text);
  if (address === null) return 'name';
  return isIP(address) === 4 ? classOfVersion4(address) : classOfVersion6(address);
}

function classOfVersion4(address: string): AddressClass {
  const [a = 0, b = 0] = address.split('.').map(Number);
  // 0.0.0.0 reaches this machine on Linux.
  if (a === 127 || address === '0.0.0.0') return 'loopback';
  if (a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168) || (a === 100 && b >= 64 && b < 128))
    return 'private';
  if (a === 169 && b === 254) return 'link_local';
  return a >= 224 ? 'multicast' : 'public';
}

function classOfVersion6(address: string): AddressClass {
  if (address === '::1' || address === '::') return 'loopback';
  const first = Number.parseInt(address.split(':')[0] || '0', 16);
  if ((first & 0xfe00) === 0xfc00) return 'private';
  if ((first & 0xffc0) === 0xfe80) return 'link_local';
  return (first & 0xff00) === 0xff00 ? 'multicast' : 'public';
}
