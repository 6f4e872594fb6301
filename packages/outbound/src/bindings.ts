/**
 * The objects of Node under `node:net`, `node:dgram` and `node:dns`. Everything in JavaScript that connects calls these, with the numeric address
 * that it connects to. They are reached through `process.binding`, which Node deprecates and the pinned version has; a test fails when one of them goes.
 */
type Handle = { readonly prototype: Record<string, Call> };
export type Call = (this: unknown, ...args: unknown[]) => unknown;

type Bindings = {
  tcp_wrap: { TCP: Handle };
  udp_wrap: { UDP: Handle };
  pipe_wrap: { Pipe: Handle };
  cares_wrap: { ChannelWrap: Handle };
};

export function bindingOf<Name extends keyof Bindings>(name: Name): Bindings[Name] {
  return (process as unknown as { binding(name: Name): Bindings[Name] }).binding(name);
}

const replaced: { target: Record<string, Call>; name: string; value: Call }[] = [];

/** How many places were fenced, and whether each still holds what was put there. */
export function fencedPlaces(): { count: number; areIntact: boolean } {
  const areIntact = replaced.every(({ target, name, value }) => {
    const found = Object.getOwnPropertyDescriptor(target, name);
    return found?.value === value && found.writable === false && found.configurable === false;
  });
  return { count: replaced.length, areIntact };
}

/** Puts another function in the place of one, for good. */
export function replaceForGood(target: Record<string, Call>, name: string, make: (original: Call) => Call): void {
  const original = target[name];
  if (typeof original !== 'function') throw new Error(`Node has no ${name} where the fence of sockets must stand`);
  const value = make(original);
  Object.defineProperty(target, name, { value, writable: false, configurable: false, enumerable: true });
  replaced.push({ target, name, value });
}
