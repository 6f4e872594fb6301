import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { Access, createAccess } from '../../src/access.ts';

/** A check of the application that is weakened while its name is the active one. */
export type Active = { mutant: string | null };

type AccessModule = { createAccess: typeof createAccess };
type LabelValue = { level: number; compartments: readonly string[]; releasableTo: readonly string[] | null };
type Clearance = { level: number; compartments: readonly string[]; group: string | null } | null;
type Lattice = { dominates(clearance: Clearance, label: LabelValue): boolean };
type Role = 'owner' | 'analyst' | 'reader' | null;
type Policy = {
  mayChangeDocuments(role: Role): boolean;
  mayDeleteDocument(role: Role, isOwnUpload: boolean): boolean;
  mayReclassify(role: Role): boolean;
};

async function everyId(tx: Tx, table: string): Promise<string[]> {
  return (await sql<{ id: string }>`select id from ${sql.table(table)}`.execute(tx)).rows.map(({ id }) => id);
}

/** What may be read, and while one of its mutants is active more than that. */
export function accessMutants(original: AccessModule, active: Active): AccessModule {
  return {
    ...original,
    createAccess(labels, membership) {
      const strict = original.createAccess(labels, membership);
      return async (tx): Promise<Access> => {
        const access = await strict(tx);
        const spaces = new Set(access.spaceIds);
        if (active.mutant === 'labels are not asked for') {
          const labelIds = await everyId(tx, 'labels');
          return { ...access, labelIds, mayRead: (spaceId) => spaces.has(spaceId), mayUse: () => true };
        }
        if (active.mutant === 'members are not asked for') {
          const spaceIds = await everyId(tx, 'spaces');
          return { ...access, spaceIds, mayRead: (_, labelId) => access.mayUse(labelId) };
        }
        return access;
      };
    },
  };
}

export const accessMutantNames = ['labels are not asked for', 'members are not asked for'];

/** The order of labels with one of its parts left out. */
export function latticeMutants<M extends Lattice>(original: M, active: Active): M {
  const weakened: Record<string, (clearance: NonNullable<Clearance>, label: LabelValue) => boolean> = {
    'the level does not count': (clearance, label) => original.dominates(clearance, { ...label, level: 0 }),
    'compartments do not count': (clearance, label) => original.dominates(clearance, { ...label, compartments: [] }),
    'one compartment is enough': (clearance, label) =>
      label.compartments.length === 0
        ? original.dominates(clearance, label)
        : label.compartments.some((one) => original.dominates(clearance, { ...label, compartments: [one] })),
    'releasability does not count': (clearance, label) =>
      original.dominates(clearance, { ...label, releasableTo: null }),
    'released to nobody is released to all': (clearance, label) =>
      original.dominates(clearance, label.releasableTo?.length === 0 ? { ...label, releasableTo: null } : label),
  };
  return {
    ...original,
    dominates(clearance, label) {
      const weak = active.mutant === null ? undefined : weakened[active.mutant];
      return weak && clearance !== null ? weak(clearance, label) : original.dominates(clearance, label);
    },
  };
}

export const latticeMutantNames = [
  'the level does not count',
  'compartments do not count',
  'one compartment is enough',
  'releasability does not count',
  'released to nobody is released to all',
];

/** Who may do what in a space, with one rule too generous. */
export function policyMutants<M extends Policy>(original: M, active: Active): M {
  return {
    ...original,
    mayChangeDocuments: (role) =>
      active.mutant === 'readers may add documents' ? role !== null : original.mayChangeDocuments(role),
    mayDeleteDocument: (role, isOwnUpload) =>
      active.mutant === 'analysts delete what others brought'
        ? role === 'owner' || role === 'analyst'
        : original.mayDeleteDocument(role, isOwnUpload),
    mayReclassify: (role) =>
      active.mutant === 'analysts raise labels' ? role !== 'reader' : original.mayReclassify(role),
  };
}

export const policyMutantNames = [
  'readers may add documents',
  'analysts delete what others brought',
  'analysts raise labels',
];
