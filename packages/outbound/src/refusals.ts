import type { Attempt } from './destinations.ts';
import { type AddressClass, addressClassOf } from './network-address.ts';

/** Where to is said by its class alone: an address can tell what somebody was doing. */
export type Refusal = {
  readonly protocol: 'tcp' | 'udp' | 'unix' | 'dns';
  readonly addressClass: AddressClass;
  /** How often since the last one of this kind was told. */
  readonly attempts: number;
};

export type Refusals = {
  add(kind: Pick<Refusal, 'protocol' | 'addressClass'>): void;
  /** Tells also what was refused before anybody listened. One listener at a time. */
  onRefused(listen: (refusal: Refusal) => void): void;
};

const minute = 60_000;

/** A loop that tries for ever must not fill the log: the first of each kind is told at once, those that follow once a minute with their number. */
export function createRefusals(now: () => number = Date.now, windowMs = minute): Refusals {
  const kinds = new Map<string, { kind: Pick<Refusal, 'protocol' | 'addressClass'>; untold: number; toldAt: number }>();
  let listener: ((refusal: Refusal) => void) | null = null;

  const tell = () => {
    if (!listener) return;
    for (const entry of kinds.values()) {
      if (entry.untold === 0 || now() - entry.toldAt < windowMs) continue;
      const attempts = entry.untold;
      entry.untold = 0;
      entry.toldAt = now();
      listener({ ...entry.kind, attempts });
    }
  };
  return {
    add(kind) {
      const key = `${kind.protocol} ${kind.addressClass}`;
      const entry = kinds.get(key) ?? { kind, untold: 0, toldAt: Number.NEGATIVE_INFINITY };
      entry.untold += 1;
      kinds.set(key, entry);
      tell();
      if (entry.untold > 0 && listener) setTimeout(tell, windowMs).unref();
    },
    onRefused(listen) {
      listener = listen;
      tell();
    },
  };
}

export function kindOf(attempt: Attempt): Pick<Refusal, 'protocol' | 'addressClass'> {
  if (attempt.protocol === 'unix') return { protocol: 'unix', addressClass: 'socket' };
  return { protocol: attempt.protocol, addressClass: addressClassOf(attempt.address) };
}
