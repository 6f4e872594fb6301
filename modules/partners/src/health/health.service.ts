import type { Tx } from '@nexus/db';
import { InvalidInputError, type PersonActor } from '@nexus/kernel';
import { type ActAs, ensureMay, type PartnersDependencies } from '../partners.parts.ts';
import { maySeeHealth } from '../partners.policy.ts';
import * as partners from '../partners.repository.ts';
import { listForHealth } from './health.repository.ts';
import { type NetworkHealth, networkHealth } from './network-health.ts';

export type HealthService = ReturnType<typeof createHealthService>;

export function createHealthService({ sales, clock }: PartnersDependencies, act: ActAs) {
  /** @param months how far back sales count, up to now */
  async function ofNetwork(actor: PersonActor, months: number): Promise<NetworkHealth & { from: Date; until: Date }> {
    if (months < 1 || months > 60) throw new InvalidInputError('Choose between 1 and 60 months.');
    return await act(actor, async (tx, acting) => {
      ensureMay(maySeeHealth(acting));
      const until = clock.now();
      const from = new Date(until);
      from.setUTCMonth(from.getUTCMonth() - months);
      const facts = await sales.byPartnerAndCustomer(tx as Tx, from, until);
      const rules = await partners.readRules(tx);
      return { ...networkHealth(await listForHealth(tx), facts, rules, until), from, until };
    });
  }

  return { ofNetwork };
}
