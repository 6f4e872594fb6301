import { z } from 'zod';
import { Country, Line, PageQuery, pageSchema, Reason, Timestamp } from '../crm.schemas.ts';

const Text = (length: number) => z.string().trim().max(length);
const Segment = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a kind of customer, such as health or government');

const fields = {
  name: Line,
  country: Country,
  region: Text(100).nullable().optional(),
  city: Text(100).nullable().optional(),
  postcode: Text(20).nullable().optional(),
  segment: Segment.nullable().optional(),
  phone: Text(40).nullable().optional(),
  website: Text(300).nullable().optional(),
  domain: Text(253).nullable().optional(),
  taxId: Text(40).nullable().optional(),
  ownerId: z.uuid().nullable().optional(),
};

export const NewCustomerBody = z.object({ ...fields, partnerId: z.uuid().optional() });
export const UpdateCustomerBody = z.object(fields).partial();
export const CustomerParams = z.object({ customerId: z.uuid() });
export const CustomersQuery = PageQuery.extend({ text: Text(200).optional(), partnerId: z.uuid().optional() });

export const CustomerListItem = z.object({
  id: z.uuid(),
  name: z.string(),
  domain: z.string().nullable(),
  country: z.string(),
  region: z.string().nullable(),
  city: z.string().nullable(),
  segment: z.string().nullable(),
  partnerId: z.uuid().nullable(),
  updatedAt: Timestamp,
});
export const CustomerPage = pageSchema(CustomerListItem);

export const ContactView = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  name: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  position: z.string().nullable(),
  language: z.enum(['es', 'en']).nullable(),
  isDecisionMaker: z.boolean(),
  version: z.number().int(),
});

export const CustomerView = CustomerListItem.extend({
  taxId: z.string().nullable(),
  postcode: z.string().nullable(),
  phone: z.string().nullable(),
  website: z.string().nullable(),
  ownerId: z.uuid().nullable(),
  mergedInto: z.uuid().nullable(),
  version: z.number().int(),
  contacts: z.array(ContactView),
  duplicates: z
    .array(CustomerListItem.extend({ shared: z.array(z.enum(['tax_id', 'domain', 'name'])) }))
    .describe('Others that seem to be the same'),
});

export const MergeBody = z.object({ mergedId: z.uuid().describe('Goes into the other'), reason: Reason });

const contact = {
  name: Line,
  email: z.email().max(254).nullable().optional(),
  phone: Text(40).nullable().optional(),
  position: Text(200).nullable().optional(),
  language: z.enum(['es', 'en']).nullable().optional(),
  isDecisionMaker: z.boolean().optional(),
};
export const NewContactBody = z.object(contact);
export const UpdateContactBody = z.object(contact).partial();
export const ContactParams = z.object({ contactId: z.uuid() });
