import { destinationOf } from '../src/destination-of.ts';
import { createDestinations } from '../src/destinations.ts';
import { fenceProcess } from '../src/fence-process.ts';
import type { Refusal } from '../src/refusals.ts';

/** Runs in a process of its own, because a fence that stands is there for good. Says as JSON how each way of connecting ended. */
const [allowed = '', forbidden = '', udpAllowed = '', udpForbidden = ''] = process.argv.slice(2);
const destinations = createDestinations([
  destinationOf('test', `http://localhost:${allowed}`),
  destinationOf('test', `udp://127.0.0.1:${udpAllowed}`),
]);
const fence = fenceProcess(destinations);
const refusals: Refusal[] = [];
fence.onRefused((refusal) => refusals.push(refusal));

const { ways } = await import('./ways-out.ts');
const results: Record<string, string> = {};
for (const [name, attempt] of Object.entries(ways)) {
  results[`${name} allowed`] = await attempt(name.startsWith('udp') ? udpAllowed : allowed);
  results[`${name} forbidden`] = await attempt(name.startsWith('udp') ? udpForbidden : forbidden);
}
const { others } = await import('./ways-out.ts');
for (const [name, attempt] of Object.entries(others)) results[name] = await attempt(allowed);

const forget = destinations.allow(destinationOf('later', `tcp://127.0.0.1:${forbidden}`));
results['after allow'] = await ways.net!(forbidden);
forget();
results['after forget'] = await ways.net!(forbidden);
await new Promise((resolve) => setTimeout(resolve, 100));
process.stdout.write(JSON.stringify({ results, refusals }), () => process.exit());
