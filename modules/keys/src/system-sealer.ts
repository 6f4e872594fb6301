import type { Sealer } from '@nexus/crypto';

/** A sealer that others keep for good, and that always works with the newest of the system's keys. */
export function lastingSealer(current: () => Sealer): Sealer {
  return {
    get spaceId() {
      return current().spaceId;
    },
    get keyId() {
      return current().keyId;
    },
    seal: (context, plaintext) => current().seal(context, plaintext),
    open: (context, sealed) => current().open(context, sealed),
    sealText: (context, text) => current().sealText(context, text),
    openText: (context, sealed) => current().openText(context, sealed),
    sealJson: (context, value) => current().sealJson(context, value),
    openJson: (context, sealed) => current().openJson(context, sealed),
    sealStream: (context, source) => current().sealStream(context, source),
    openStream: (context, sealed) => current().openStream(context, sealed),
    openRange: (context, size, read, start, end) => current().openRange(context, size, read, start, end),
    fingerprint: (kind, value) => current().fingerprint(kind, value),
    fingerprintStream: (kind) => current().fingerprintStream(kind),
    blindTerm: (term) => current().blindTerm(term),
  };
}
