const storageKey = 'nexus.uploads';
const mostKept = 500;

/**
 * Which file goes with which unfinished upload of the server, so that choosing the same file again after the window was closed goes on where it
 * stood. Files are known by a fingerprint: no name is left in the browser.
 */
export function createBegunUploads(storage: Pick<Storage, 'getItem' | 'setItem'>) {
  type Begun = [fingerprint: string, uploadId: string][];
  const readAll = (): Begun => {
    try {
      const stored: unknown = JSON.parse(storage.getItem(storageKey) ?? '[]');
      return Array.isArray(stored) ? (stored as Begun) : [];
    } catch {
      return [];
    }
  };
  const write = (begun: Begun): void => {
    try {
      storage.setItem(storageKey, JSON.stringify(begun.slice(-mostKept)));
    } catch {
      // Full or forbidden: the upload works all the same, it only cannot go on after the window is closed.
    }
  };
  const without = (fingerprint: string): Begun => readAll().filter(([known]) => known !== fingerprint);

  return {
    find: (fingerprint: string): string | null => readAll().find(([known]) => known === fingerprint)?.[1] ?? null,
    remember: (fingerprint: string, uploadId: string): void =>
      write([...without(fingerprint), [fingerprint, uploadId]]),
    forget: (fingerprint: string): void => write(without(fingerprint)),
  };
}

/** What was begun under another label is not gone on with: it would arrive under that one. */
export type FileIdentity = {
  spaceId: string;
  path: string;
  labelId: string | null;
  sizeBytes: number;
  modifiedMs: number;
};

/** Two FNV-1a hashes of 32 bits over the identity: enough to tell one person's files apart, and the server checks the size. */
export function fingerprintOf({ spaceId, path, labelId, sizeBytes, modifiedMs }: FileIdentity): string {
  const text = JSON.stringify([spaceId, path, labelId, sizeBytes, modifiedMs]);
  return [0x811c9dc5, 0x01234567].map((seed) => hash(text, seed).toString(16).padStart(8, '0')).join('');
}

function hash(text: string, seed: number): number {
  let value = seed;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
