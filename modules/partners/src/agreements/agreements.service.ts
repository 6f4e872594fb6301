import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { AgreementNotFoundError, AlreadySignedError, OtherTextError } from '../partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies } from '../partners.parts.ts';
import { maySignFor, maySteerPartners } from '../partners.policy.ts';
import type { Language } from '../partners.tables.ts';
import * as repository from './agreements.repository.ts';
import { signatureProof } from './signature-proof.ts';

export type NewAgreement = {
  code: string;
  titleEs: string;
  titleEn: string;
  bodyEs: string;
  bodyEn: string;
  kinds: string[];
  signBy: Date;
};

export type SigningInput = { partnerId: string; signerName: string; language: Language; textHash: string };

export type AgreementsService = ReturnType<typeof createAgreementsService>;

export function createAgreementsService({ audit, clock }: PartnersDependencies, act: ActAs) {
  /** A version never changes: a correction is the next version, which everybody is asked to sign again. */
  async function publish(actor: PersonActor, input: NewAgreement): Promise<repository.Agreement> {
    return await act(actor, async (tx, acting) => {
      ensureMay(maySteerPartners(acting));
      const now = clock.now();
      const row = { ...input, id: newId(now.getTime()), publishedBy: actor.personId, publishedAt: now };
      const agreement = await repository.insertAgreement(tx, row);
      await audit.record(tx as Tx, {
        actor,
        action: 'agreement.published',
        outcome: 'success',
        objects: [{ kind: 'agreement', id: agreement.id }],
        details: {
          code: agreement.code,
          version: agreement.version,
          hashEs: agreement.hashEs,
          hashEn: agreement.hashEn,
        },
      });
      return agreement;
    });
  }

  async function list(actor: PersonActor): Promise<repository.Agreement[]> {
    return await act(actor, (tx) => repository.listAgreements(tx));
  }

  async function ofPartner(
    actor: PersonActor,
    partnerId: string,
  ): Promise<{ unsigned: repository.Agreement[]; signed: repository.SignedAgreement[] }> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      return {
        unsigned: await repository.listUnsigned(tx, partnerId, clock.now()),
        signed: await repository.listSignatures(tx, partnerId),
      };
    });
  }

  /**
   * @param input.textHash of the text that the signer was shown
   * @throws OtherTextError when that is not the text of the document, AlreadySignedError
   */
  async function sign(
    actor: PersonActor,
    documentId: string,
    input: SigningInput,
  ): Promise<{ signedAt: Date; proof: string; textHash: string }> {
    return await act(actor, async (tx, acting) => {
      const { partnerId, signerName, language, textHash } = input;
      ensureSees(acting, partnerId);
      ensureMay(maySignFor(acting, partnerId));
      const agreement = await repository.findAgreement(tx, documentId);
      if (!agreement) throw new AgreementNotFoundError();
      if (textHash !== (language === 'es' ? agreement.hashEs : agreement.hashEn)) throw new OtherTextError();
      const isOpen = (await repository.listUnsigned(tx, partnerId, clock.now())).some(({ id }) => id === documentId);
      if (!isOpen) throw new AlreadySignedError();
      const signedAt = clock.now();
      const facts = { documentId, textHash, partnerId, personId: actor.personId, signerName, signedAt };
      const proof = signatureProof(facts);
      await repository.insertSignature(tx, {
        ...facts,
        id: newId(signedAt.getTime()),
        language,
        sessionId: actor.sessionId,
        proof,
      });
      await audit.record(tx as Tx, {
        actor,
        action: 'agreement.signed',
        outcome: 'success',
        objects: [
          { kind: 'agreement', id: documentId },
          { kind: 'partner', id: partnerId },
        ],
        details: { textHash, proof },
      });
      return { signedAt, proof, textHash };
    });
  }

  return { publish, list, ofPartner, sign };
}
