import { anonymous, systemActor } from '@nexus/kernel';
import * as identities from './identities.repository.ts';
import type { IdentityParts, IdentityTx } from './identity.parts.ts';
import { sealedSources } from './sealed-sources.ts';

export type Vouched = {
  sourceId: string;
  /** Stable for life. */
  subject: string;
  name: string | null;
  /** Null where the source gives none, or does not vouch for it. */
  email: string | null;
  proposedRoles?: string[];
};

export type LinkRules = { newcomers: 'refuse' | 'create'; linkByEmail: boolean };

export type Linked = { personId: string } | { refused: 'unknown_account' | 'no_email' | 'email_taken' | 'not_active' };

const job = 'identity.link';

/**
 * Whom a source means. By the stable id alone once there is a link. The first time by the address, where an administrator's rule says that this source
 * may speak for it, or as somebody new without any duty. An address is never enough by itself: addresses are given to other people in time.
 */
export function createLinking({ database, sealer, people, audit, clock }: IdentityParts) {
  const sealed = sealedSources(sealer);

  async function findLinked(sourceId: string, subject: string): Promise<string | null> {
    const fingerprint = sealed.subjectFingerprint(sourceId, subject);
    return database.withActor(anonymous, (tx: IdentityTx) => identities.findLinkedPerson(tx, sourceId, fingerprint));
  }

  async function link(vouched: Vouched, rules: LinkRules): Promise<Linked> {
    const { sourceId, subject } = vouched;
    const known = await findLinked(sourceId, subject);
    if (known !== null) {
      await database.withWorker(job, (tx: IdentityTx) => note(tx, vouched, known));
      return { personId: known };
    }
    return database.withWorker(job, async (tx: IdentityTx): Promise<Linked> => {
      const found = vouched.email === null ? null : await people.findPersonByEmail(tx, vouched.email);
      if (found !== null && !rules.linkByEmail) return { refused: 'email_taken' };
      if (found !== null && found.state === 'suspended') return { refused: 'not_active' };
      if (found === null && rules.newcomers === 'refuse') return { refused: 'unknown_account' };
      if (found === null && vouched.email === null) return { refused: 'no_email' };
      const personId =
        found?.personId ??
        (await people.createVouchedPerson(tx, job, {
          name: vouched.name ?? vouched.email!,
          email: vouched.email!,
          locale: 'es',
          timeZone: 'UTC',
        }));
      await people.vouchForPerson(tx, personId);
      await identities.insertIdentity(tx, {
        sourceId,
        personId,
        subjectFingerprint: sealed.subjectFingerprint(sourceId, subject),
        subject: sealed.sealSubject(sourceId, subject),
        linkedAt: clock.now(),
      });
      await note(tx, vouched, personId);
      const objects = [
        { kind: 'person', id: personId },
        { kind: 'sign_in_source', id: sourceId },
      ];
      const details = { by: found === null ? 'new' : 'email' };
      await audit.record(tx, {
        actor: systemActor(job),
        action: 'identity.linked',
        outcome: 'success',
        objects,
        details,
      });
      return { personId };
    });
  }

  async function note(tx: IdentityTx, { sourceId, proposedRoles = [] }: Vouched, personId: string): Promise<void> {
    await identities.markSeen(tx, { sourceId, personId }, { at: clock.now(), proposedRoles });
  }

  return { findLinked, link };
}
