import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LicenceFault } from '../errors.ts';

/**
 * What tells one machine from another. `machine-id` lies on the disk and travels with a copy of it; all others are of the hardware. A kind may have
 * several marks (each network card is one), and is found again when one of them is.
 */
export const markKinds = ['machine-id', 'product-uuid', 'network-card', 'disk', 'processor'] as const;
export type MarkKind = (typeof markKinds)[number];

const Mark = z.string().regex(/^[0-9a-f]{32}$/);

/** Hashes by kind. */
export const FingerprintMarks = z
  .partialRecord(z.enum(markKinds), z.array(Mark).min(1).max(32))
  .refine((marks) => Object.keys(marks).length > 0, 'no mark at all');

export type FingerprintMarks = z.infer<typeof FingerprintMarks>;
/** As they are read from the machine. */
export type MachineMarks = Partial<Record<MarkKind, readonly string[]>>;

/** Hashes under the salt of the licence: nobody reads an address out of them, and two licences of one machine show no common mark. */
export function fingerprintOf(marks: MachineMarks, salt: string): FingerprintMarks {
  const hashed: FingerprintMarks = {};
  for (const kind of markKinds) {
    const values = [...new Set(marks[kind] ?? [])].map((value) => hashMark(kind, value, salt)).sort();
    if (values.length > 0) hashed[kind] = values.slice(0, 32);
  }
  return hashed;
}

function hashMark(kind: MarkKind, value: string, salt: string): string {
  return createHash('sha256')
    .update(`nexus-machine/v1\0${salt}\0${kind}\0${value.trim().toLowerCase()}`)
    .digest('hex')
    .slice(0, 32);
}

export type Comparison = {
  isSame: boolean;
  found: MarkKind[];
  missing: MarkKind[];
  /** Null when it is the same machine. */
  fault: Extract<LicenceFault, 'other_machine' | 'cloned_disk'> | null;
};

/**
 * `need` of the kinds that were bound must be found again; of a machine that never showed so many, all. When the disk is there and the rest is not,
 * the disk was copied or moved.
 */
export function compareMachine(bound: FingerprintMarks, seen: FingerprintMarks, need: number): Comparison {
  const kinds = markKinds.filter((kind) => bound[kind]);
  const found = kinds.filter((kind) => bound[kind]!.some((mark) => seen[kind]?.includes(mark)));
  const missing = kinds.filter((kind) => !found.includes(kind));
  const isSame = found.length >= Math.min(need, kinds.length);
  const fault = isSame ? null : found.includes('machine-id') ? 'cloned_disk' : 'other_machine';
  return { isSame, found, missing, fault };
}
