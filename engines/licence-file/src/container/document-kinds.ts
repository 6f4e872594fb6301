/**
 * What a signed document can be. The byte stands in the file; the name is part of what is signed, so that a signature made for one kind is none for
 * another (domain separation).
 */
export const documentKinds = {
  key: { byte: 1, label: 'KEY' },
  licence: { byte: 2, label: 'LICENCE' },
  revocations: { byte: 3, label: 'REVOCATION LIST' },
  'activation-request': { byte: 4, label: 'ACTIVATION REQUEST' },
  'activation-response': { byte: 5, label: 'ACTIVATION RESPONSE' },
  'deactivation-receipt': { byte: 6, label: 'DEACTIVATION RECEIPT' },
  'usage-report': { byte: 7, label: 'USAGE REPORT' },
} as const;

export type DocumentKind = keyof typeof documentKinds;

const kinds = Object.keys(documentKinds) as DocumentKind[];

export function kindOfByte(byte: number): DocumentKind | null {
  return kinds.find((kind) => documentKinds[kind].byte === byte) ?? null;
}

export function kindOfLabel(label: string): DocumentKind | null {
  return kinds.find((kind) => documentKinds[kind].label === label) ?? null;
}
