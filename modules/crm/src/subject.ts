import type { Tx } from '@nexus/db';
import { CustomerNotFoundError, OpportunityNotFoundError } from './crm.errors.ts';
import { findCustomer } from './customers/customers.repository.ts';
import { findOpportunity } from './opportunities/opportunity-list.repository.ts';

/** What an activity or document is about. At least one of the two. */
export type Subject = { customerId?: string | undefined; opportunityId?: string | undefined };

export type FoundSubject = { customerId: string | null; opportunityId: string | null; partnerId: string | null };

/** Whoever sees the subject may add to it; what is added belongs to the same partner. @throws when it is not there for the reader */
export async function findSubject(tx: Tx, { customerId, opportunityId }: Subject): Promise<FoundSubject> {
  if (opportunityId !== undefined) {
    const opportunity = await findOpportunity(tx, opportunityId);
    if (!opportunity) throw new OpportunityNotFoundError();
    return { customerId: opportunity.customerId, opportunityId, partnerId: opportunity.partnerId };
  }
  const customer = customerId === undefined ? null : await findCustomer(tx, customerId);
  if (!customer) throw new CustomerNotFoundError();
  return { customerId: customer.id, opportunityId: null, partnerId: customer.partnerId };
}
