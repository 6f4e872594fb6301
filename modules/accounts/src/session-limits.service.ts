import { ForbiddenError, InvalidInputError, type PersonActor } from '@nexus/kernel';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import type { SessionLimits } from './accounts.tables.ts';
import { faultOfLimits } from './session-limits.policy.ts';
import { listLimits, mayChangeLimits, replaceLimits } from './session-limits.repository.ts';

/** How long sessions last, by rank of clearance. */
export function createSessionLimitsService(parts: AccountsParts) {
  const { database, audit } = parts;

  async function getSessionLimits(actor: PersonActor): Promise<{ items: SessionLimits[]; mayChange: boolean }> {
    return database.withActor(actor, async (tx: AccountsTx) => ({
      items: await listLimits(tx),
      mayChange: await mayChangeLimits(tx),
    }));
  }

  /** Holds at once, for open sessions too. @throws ForbiddenError, InvalidInputError that says which line is looser than the one below it */
  async function setSessionLimits(actor: PersonActor, limits: readonly SessionLimits[]): Promise<SessionLimits[]> {
    const fault = faultOfLimits(limits);
    if (fault !== null) throw new InvalidInputError(fault);
    const isDone = await database.withActor(actor, async (tx: AccountsTx) => {
      const isAllowed = await mayChangeLimits(tx);
      const details = { ranks: limits.length, shortestIdle: Math.min(...limits.map(({ idleMinutes }) => idleMinutes)) };
      if (isAllowed) await replaceLimits(tx, limits);
      await audit.record(tx, {
        actor,
        action: 'session.limits_changed',
        ...(isAllowed ? { outcome: 'success', details } : { outcome: 'denied', reason: 'policy' }),
      });
      return isAllowed;
    });
    if (!isDone) throw new ForbiddenError('Your role does not include this.');
    return [...limits];
  }

  return { getSessionLimits, setSessionLimits };
}
