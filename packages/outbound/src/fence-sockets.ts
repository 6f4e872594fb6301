import { bindingOf, type Call, replaceForGood } from './bindings.ts';
import type { Attempt } from './destinations.ts';

/** The number by which libuv says EPERM on every system that Nexus runs on. Node makes an ordinary error of it. */
const notPermitted = -1;

export type Decide = (attempt: Attempt) => boolean;

/** Every way by which JavaScript connects or sends, behind one decision. */
export function fenceSockets(decide: Decide): void {
  const tcp = bindingOf('tcp_wrap').TCP.prototype;
  const udp = bindingOf('udp_wrap').UDP.prototype;
  const pipe = bindingOf('pipe_wrap').Pipe.prototype;
  // TCP: (request, address, port)
  for (const name of ['connect', 'connect6'])
    replaceForGood(tcp, name, (original) => guarded(original, decide, (args) => toAddress('tcp', args[1], args[2])));
  // UDP: connect (address, port); send (request, list, count, port, address, hasCallback), or without an address when connected
  for (const name of ['connect', 'connect6'])
    replaceForGood(udp, name, (original) => guarded(original, decide, (args) => toAddress('udp', args[0], args[1])));
  for (const name of ['send', 'send6']) {
    replaceForGood(udp, name, (original) =>
      guarded(original, decide, (args) => (args.length > 4 ? toAddress('udp', args[4], args[3]) : null)),
    );
  }
  replaceForGood(pipe, 'connect', (original) =>
    guarded(original, decide, (args) => ({ protocol: 'unix', path: String(args[1]) })),
  );
}

/** `attemptOf` gives null for what was decided when it was connected. */
function guarded(original: Call, decide: Decide, attemptOf: (args: unknown[]) => Attempt | null): Call {
  return function (this: unknown, ...args) {
    const attempt = attemptOf(args);
    return attempt && !decide(attempt) ? notPermitted : Reflect.apply(original, this, args);
  };
}

function toAddress(protocol: 'tcp' | 'udp', address: unknown, port: unknown): Attempt {
  return { protocol, address: String(address), port: Number(port) };
}
