import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import { type LicenceKind, licenceKinds } from '@nexus/licence-file';
import * as repository from '../keys/keys.repository.ts';
import { NoPolicyError } from '../licences.errors.ts';
import { type Parts, personIdOf } from '../licences.parts.ts';
import { maySetPolicies } from '../licences.policy.ts';
import type { LicencesTx, PolicyRow, PolicyTerms } from '../licences.tables.ts';

/** What a product begins with. */
export const startingTerms: PolicyTerms = {
  warnDays: 30,
  graceDays: 30,
  activateWithinDays: 30,
  marksNeeded: 3,
  yearlyReleases: 2,
  refund: 'ask',
};

export function createPoliciesService({ act, ensureMay, record, clock }: Parts) {
  /** A new version; licences that were issued keep theirs. */
  async function set(actor: PersonActor, product: string, kind: LicenceKind, terms: PolicyTerms): Promise<PolicyRow> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, maySetPolicies);
      return await insert(tx, actor, product, kind, terms);
    });
  }

  async function insert(
    tx: LicencesTx,
    actor: Actor,
    product: string,
    kind: LicenceKind,
    terms: PolicyTerms,
  ): Promise<PolicyRow> {
    const before = await repository.findPolicy(tx, product, kind);
    const now = clock.now();
    const row = {
      ...terms,
      id: newId(now.getTime()),
      product,
      kind,
      version: (before?.version ?? 0) + 1,
      createdBy: personIdOf(actor),
      createdAt: now,
    };
    await repository.insertPolicy(tx, row);
    await record(
      tx,
      actor,
      'licence_policy.created',
      { kind: 'licence_policy', id: row.id },
      { kind, version: row.version },
    );
    return row;
  }

  /** Policies of every kind for a product that has none. */
  async function ensureProduct(tx: LicencesTx, actor: Actor, product: string): Promise<void> {
    for (const kind of licenceKinds)
      if (!(await repository.findPolicy(tx, product, kind))) await insert(tx, actor, product, kind, startingTerms);
  }

  async function list(actor: PersonActor): Promise<PolicyRow[]> {
    return await act(actor, repository.listPolicies);
  }

  /** @throws NoPolicyError */
  async function current(tx: LicencesTx, product: string, kind: LicenceKind): Promise<PolicyRow> {
    const found = await repository.findPolicy(tx, product, kind);
    if (!found) throw new NoPolicyError();
    return found;
  }

  return { set, ensureProduct, list, current };
}

export type PoliciesService = ReturnType<typeof createPoliciesService>;
