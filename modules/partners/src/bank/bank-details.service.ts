import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { PartnerNotFoundError } from '../partners.errors.ts';
import { type ActAs, ensureMay, ensureSees, type PartnersDependencies } from '../partners.parts.ts';
import { mayHandleBankDetails } from '../partners.policy.ts';
import * as partners from '../partners.repository.ts';
import type { BankDetailsRow } from '../partners.tables.ts';
import type { SealedFields } from '../sealed-fields.ts';
import { type BankAccount, checkedAccount, maskOf } from './bank-account.ts';
import * as repository from './bank-details.repository.ts';

export type BankDetailsService = ReturnType<typeof createBankDetailsService>;

export function createBankDetailsService({ audit, clock }: PartnersDependencies, act: ActAs, sealed: SealedFields) {
  /**
   * The first details may be used at once; a change waits for the cooling period, in which payouts of the partner stand still. The same account again
   * (another spelling of the holder) keeps the day from which it may be used.
   * @throws SelfReferralError when it is the account of a sponsor, or of somebody that the partner brought in
   */
  async function change(
    actor: PersonActor,
    partnerId: string,
    input: { account: BankAccount; currency: string },
  ): Promise<BankDetailsRow> {
    const account = checkedAccount(input.account);
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      ensureMay(mayHandleBankDetails(acting, partnerId));
      if (!(await partners.findPartner(tx, partnerId))) throw new PartnerNotFoundError();
      const { bankCoolingDays } = await partners.readRules(tx);
      const now = clock.now();
      const before = await repository.bankDetailsAt(tx, partnerId, now);
      const fingerprint = sealed.bankFingerprint(account);
      await repository.replaceCurrent(tx, partnerId, now);
      const id = newId(now.getTime());
      const row: BankDetailsRow = {
        id,
        partnerId,
        method: account.method,
        currency: input.currency,
        details: sealed.bankDetails.seal(id, account),
        fingerprint,
        mask: maskOf(account),
        usableFrom: usableFrom(before, fingerprint, now, bankCoolingDays),
        recordedAt: now,
        recordedBy: actor.personId,
        replacedAt: null,
      };
      await repository.insertBankDetails(tx, row);
      await audit.record(tx as Tx, {
        actor,
        action: 'partner.bank_details_changed',
        outcome: 'success',
        objects: [{ kind: 'partner', id: partnerId }],
        details: { method: row.method, usableFrom: row.usableFrom.toISOString() },
      });
      return row;
    });
  }

  async function history(actor: PersonActor, partnerId: string): Promise<BankDetailsRow[]> {
    return await act(actor, async (tx, acting) => {
      ensureSees(acting, partnerId);
      ensureMay(mayHandleBankDetails(acting, partnerId));
      return await repository.listBankDetails(tx, partnerId);
    });
  }

  return { change, history };
}

function usableFrom(before: BankDetailsRow | null, fingerprint: Buffer, now: Date, coolingDays: number): Date {
  if (before === null) return now;
  if (before.fingerprint.equals(fingerprint)) return before.usableFrom;
  return new Date(now.getTime() + coolingDays * 86_400_000);
}
