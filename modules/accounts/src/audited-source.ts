import { isIP } from 'node:net';
import type { SessionSource } from './sealed-fields.ts';

/**
 * What the log says about where an attempt to come in was made from: the address, which is all that an auditor has of somebody unknown. An
 * IPv4 address in IPv6 form is written as IPv4, a zone (`%eth0`) is left out; `unknown` when the connection was gone already. The log holds
 * it as it is, not sealed: it goes to the systems that watch over the network, and names no person. The client's own words about itself
 * (`User-Agent`) are text and stay out.
 */
export function auditedSource({ ip }: Pick<SessionSource, 'ip'>): { address: string } {
  const address = ip.split('%', 1)[0]!.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
  return { address: isIP(address) === 0 ? 'unknown' : address };
}
