import type { PresentedCertificate, RequestSource } from '@nexus/http';
import type { Entered, IdentityParts, IdentityTx } from '../identity.parts.ts';
import { createLinking } from '../linking.ts';
import type { Source } from '../sources.settings.ts';
import { cardSubject } from './card-subject.ts';

export type CardSource = Extract<Source, { kind: 'cards' }>;

const job = 'identity.cards';

/** Signing in with the certificate of a smart card, which the TLS connection has checked already. */
export function createCardSignIn(parts: IdentityParts) {
  const { database, people } = parts;
  const linking = createLinking(parts);

  /** Whose card this is, by the administrator's rule; null when nobody's. */
  async function findOwner({ id, settings }: CardSource, presented: PresentedCertificate): Promise<string | null> {
    const subject = cardSubject(presented.certificate, settings);
    if (subject === null) return null;
    if (settings.attribute === 'subject_serial_number' || settings.attribute === 'fingerprint')
      return linking.findLinked(id, subject);
    // The authority vouches for the address, and an administrator said that it may.
    const found = await database.withWorker(job, (tx: IdentityTx) => people.findPersonByEmail(tx, subject));
    return found?.personId ?? null;
  }

  /** A card with its PIN is two factors at once, as a passkey is, so no code is asked besides. @throws SignInRefusedError */
  async function signInWithCard(
    cards: CardSource,
    presented: PresentedCertificate | null,
    source: RequestSource,
  ): Promise<Entered> {
    if (cards.settings.use === 'second') return people.refuseVouched('card_is_second', null, source);
    if (presented === null) return people.refuseVouched('no_card', null, source);
    if (presented.fault !== null) return people.refuseVouched(`card_${presented.fault.toLowerCase()}`, null, source);
    const personId = await findOwner(cards, presented);
    if (personId === null) return people.refuseVouched('unknown_card', null, source);
    return people.enterVouched({ personId, way: 'certificate', sourceId: cards.id, secondStep: 'theirs' }, source);
  }

  return { findOwner, signInWithCard };
}
