import type { z } from 'zod';
import type { ContactRow, CustomerRow } from './customers.repository.ts';
import type { ContactView, CustomerListItem, CustomerView } from './customers.schemas.ts';
import type { CustomerDetails } from './customers.service.ts';

export function viewListedCustomer(row: CustomerRow): z.infer<typeof CustomerListItem> {
  const { id, name, domain, country, region, city, segment, partnerId, updatedAt } = row;
  return { id, name, domain, country, region, city, segment, partnerId, updatedAt: updatedAt.toISOString() };
}

export function viewCustomer({ customer, contacts, duplicates }: CustomerDetails): z.infer<typeof CustomerView> {
  return {
    ...viewListedCustomer(customer),
    taxId: customer.openTaxId,
    postcode: customer.postcode,
    phone: customer.phone,
    website: customer.website,
    ownerId: customer.ownerId,
    mergedInto: customer.mergedInto,
    version: customer.version,
    contacts: contacts.map(viewContact),
    duplicates: duplicates.map((row) => ({ ...viewListedCustomer(row), shared: row.shared })),
  };
}

export function viewContact(row: ContactRow): z.infer<typeof ContactView> {
  const { id, customerId, name, email, phone, position, language, isDecisionMaker, version } = row;
  return { id, customerId, name, email, phone, position, language, isDecisionMaker, version };
}
