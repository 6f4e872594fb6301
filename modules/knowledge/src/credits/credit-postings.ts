import type { Money } from '@nexus/kernel';
import type { CreditPosting } from '../knowledge.ports.ts';

/** Credits that an organisation gets, from the network's pool. */
export function creditGiven(
  kind: 'credit_earned' | 'credit_bought',
  key: string,
  organisationId: string,
  amount: Money,
  effectiveAt: Date,
): CreditPosting {
  const { minor, currency } = amount;
  return {
    key,
    kind,
    effectiveAt,
    entries: [
      { account: { ownerId: null, purpose: 'knowledge_pool', currency }, minor: -minor },
      { account: { ownerId: organisationId, purpose: 'knowledge_credit', currency }, minor },
    ],
  };
}

/** Credits that an organisation spends: back to the pool. */
export function creditSpent(key: string, organisationId: string, amount: Money, effectiveAt: Date): CreditPosting {
  const { minor, currency } = amount;
  return {
    key,
    kind: 'credit_spent',
    effectiveAt,
    entries: [
      { account: { ownerId: organisationId, purpose: 'knowledge_credit', currency }, minor: -minor },
      { account: { ownerId: null, purpose: 'knowledge_pool', currency }, minor },
    ],
  };
}
