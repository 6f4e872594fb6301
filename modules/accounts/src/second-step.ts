import type { PersonActor } from '@nexus/kernel';
import type { AccountsTx, AuditPort } from './accounts.ports.ts';
import { findStep } from './one-time-codes.ts';
import { recoveryCodeHash } from './recovery-codes.ts';
import type { SealedFields } from './sealed-fields.ts';
import * as factors from './second-factor.repository.ts';

export type SecondStepResult = 'passed' | 'missing' | 'wrong';

export type SecondStepInput = {
  actor: PersonActor;
  code: string | undefined;
  at: Date;
  /** The person's own card is in the reader: that is a second step. */
  hasCard?: boolean;
};

/**
 * Whether the second step of signing in is done, in the transaction that opens the session: a code that was taken is spent if and only if
 * somebody came in with it. Six digits are a code of the app, anything else a recovery code.
 */
export async function passSecondStep(
  tx: AccountsTx,
  { actor, code, at, hasCard = false }: SecondStepInput,
  { fields, audit }: { fields: SealedFields; audit: AuditPort },
): Promise<SecondStepResult> {
  const { personId } = actor;
  const factor = await factors.findSecondFactor(tx, personId);
  if (factor === null || factor.confirmedAt === null) {
    // A code that nobody asked for was counted as a guess, and is none.
    if (code !== undefined) await factors.endCode(tx, fields.codeKey(personId), at);
    return 'passed';
  }
  if (code === undefined) return hasCard ? 'passed' : 'missing';
  if (/^\s*\d{3}\s*\d{3}\s*$/.test(code)) {
    const secret = fields.oneTimeSecret.open(personId, factor.secret);
    const step = findStep(secret, code, at, Number(factor.lastStep));
    if (step === null) return 'wrong';
    await factors.takeStep(tx, personId, step);
  } else {
    if (!(await factors.spendRecoveryCode(tx, personId, recoveryCodeHash(code), at))) return 'wrong';
    const left = await factors.countRecoveryCodes(tx, personId);
    await audit.record(tx, { actor, action: 'second_factor.code_used', outcome: 'success', details: { left } });
  }
  await factors.endCode(tx, fields.codeKey(personId), at);
  return 'passed';
}
