import type { Tx } from '@nexus/db';
import { type Actor, newId, type Page, type PersonActor, pageOf, StaleVersionError } from '@nexus/kernel';
import { AlreadyMergedError, ContactNotFoundError, CustomerNotFoundError } from '../crm.errors.ts';
import { type ActAs, type CrmDependencies, ensureMay } from '../crm.parts.ts';
import { mayMerge, mayWork, ownerOfNew } from '../crm.policy.ts';
import { domainOf, nameKeyOf } from './customer-keys.ts';
import * as repository from './customers.repository.ts';

export type CustomerFields = {
  name: string;
  country: string;
  region?: string | null | undefined;
  city?: string | null | undefined;
  postcode?: string | null | undefined;
  segment?: string | null | undefined;
  phone?: string | null | undefined;
  website?: string | null | undefined;
  /** The mail's or the site's; taken from the website when left out. */
  domain?: string | null | undefined;
  taxId?: string | null | undefined;
  ownerId?: string | null | undefined;
};

export type ContactFields = {
  name: string;
  email?: string | null | undefined;
  phone?: string | null | undefined;
  position?: string | null | undefined;
  language?: 'es' | 'en' | null | undefined;
  isDecisionMaker?: boolean | undefined;
};

export type Customer = repository.CustomerRow & { openTaxId: string | null };
export type CustomerDetails = {
  customer: Customer;
  contacts: repository.ContactRow[];
  duplicates: repository.DuplicateRow[];
};

export type CustomersService = ReturnType<typeof createCustomersService>;

export function createCustomersService(dependencies: CrmDependencies, act: ActAs) {
  const { keyring, partners, audit, clock } = dependencies;
  const contextOf = (id: string) => ({ kind: 'customers.tax_id', objectId: id });

  function open(row: repository.CustomerRow): Customer {
    return { ...row, openTaxId: row.taxId === null ? null : keyring.system().openText(contextOf(row.id), row.taxId) };
  }

  function columnsOf(id: string, fields: CustomerFields) {
    const { name, country, postcode, website } = fields;
    const domain = fields.domain ? domainOf(fields.domain) : website ? domainOf(website) : null;
    return {
      id,
      name,
      country,
      domain,
      taxId: fields.taxId ? keyring.system().sealText(contextOf(id), fields.taxId) : null,
      taxIdFingerprint: fields.taxId ? partners.taxIdFingerprint(country, fields.taxId) : null,
      region: fields.region ?? null,
      city: fields.city ?? null,
      postcode: postcode ?? null,
      segment: fields.segment ?? null,
      phone: fields.phone ?? null,
      website: website ?? null,
      nameKey: nameKeyOf({ name, postcode, country }),
      searchKey: name.toLowerCase(),
      ownerId: fields.ownerId ?? null,
    };
  }

  async function list(actor: PersonActor, filter: repository.CustomerFilter): Promise<Page<repository.CustomerRow>> {
    return await act(actor, async (tx) =>
      pageOf(await repository.listCustomers(tx, filter), filter.limit, (row) => [row.searchKey, row.id]),
    );
  }

  async function get(actor: PersonActor, id: string): Promise<CustomerDetails> {
    return await act(actor, (tx) => detailsOf(tx, id));
  }

  async function detailsOf(tx: Tx, id: string): Promise<CustomerDetails> {
    const customer = await find(tx, id);
    return {
      customer: open(customer),
      contacts: await repository.listContacts(tx, id),
      duplicates: customer.mergedInto === null ? await repository.listDuplicates(tx, customer) : [],
    };
  }

  async function find(tx: Tx, id: string): Promise<repository.CustomerRow> {
    const row = await repository.findCustomer(tx, id);
    if (!row) throw new CustomerNotFoundError();
    return row;
  }

  /** Made even when there is one like it: duplicates are suggested, and merged by somebody who knows. */
  async function create(
    actor: PersonActor,
    input: CustomerFields & { partnerId?: string | undefined },
  ): Promise<CustomerDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const id = await createIn(tx, actor, input, ownerOfNew(acting, input.partnerId));
      return await detailsOf(tx, id);
    });
  }

  /** For other use cases, in their transaction. */
  async function createIn(tx: Tx, actor: Actor, fields: CustomerFields, partnerId: string | null): Promise<string> {
    const now = clock.now();
    const id = newId(now.getTime());
    const createdBy = actor.kind === 'person' ? actor.personId : null;
    await repository.insertCustomer(tx, { ...columnsOf(id, fields), partnerId, createdBy, createdAt: now });
    await record(tx, actor, 'customer.created', [{ kind: 'customer', id }]);
    return id;
  }

  async function update(
    actor: PersonActor,
    id: string,
    expectedVersion: number | null,
    change: Partial<CustomerFields>,
  ): Promise<CustomerDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const before = open(await find(tx, id));
      const fields: CustomerFields = { ...before, taxId: before.openTaxId, ...defined(change) };
      const row = { ...columnsOf(id, fields), updatedAt: clock.now() };
      if (!(await repository.updateCustomer(tx, expectedVersion ?? before.version, row))) throw stale();
      await record(tx, actor, 'customer.updated', [{ kind: 'customer', id }], { fields: Object.keys(defined(change)) });
      return await detailsOf(tx, id);
    });
  }

  /** @throws AlreadyMergedError when one of them has gone into another */
  async function merge(
    actor: PersonActor,
    keptId: string,
    input: { mergedId: string; reason: string },
  ): Promise<CustomerDetails> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayMerge(acting));
      // In one order, so that two people who merge the pair both ways wait and do not block each other for good.
      const rows = new Map<string, repository.CustomerRow>();
      for (const id of [keptId, input.mergedId].sort()) {
        const row = await repository.findCustomer(tx, id, true);
        if (!row) throw new CustomerNotFoundError();
        rows.set(id, row);
      }
      if (keptId === input.mergedId || [...rows.values()].some(({ mergedInto }) => mergedInto !== null))
        throw new AlreadyMergedError();
      const now = clock.now();
      await repository.mergeInto(tx, keptId, input.mergedId, now);
      const kept = open(rows.get(keptId)!);
      const merged = open(rows.get(input.mergedId)!);
      const fields = { ...filled(kept, merged), taxId: kept.openTaxId ?? merged.openTaxId };
      await repository.updateCustomer(tx, kept.version, { ...columnsOf(keptId, fields), updatedAt: now });
      const row = { id: newId(now.getTime()), keptId, ...input, mergedBy: actor.personId, mergedAt: now };
      await repository.insertMerge(tx, row);
      const objects = [keptId, input.mergedId].map((id) => ({ kind: 'customer', id }));
      await record(tx, actor, 'customer.merged', objects);
      return await detailsOf(tx, keptId);
    });
  }

  async function addContact(
    actor: PersonActor,
    customerId: string,
    fields: ContactFields,
  ): Promise<repository.ContactRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const { partnerId } = await find(tx, customerId);
      const now = clock.now();
      const row: repository.ContactRow = {
        ...contactColumns(fields),
        id: newId(now.getTime()),
        customerId,
        partnerId,
        version: 1,
        createdBy: actor.personId,
        createdAt: now,
      };
      await repository.insertContact(tx, row);
      await record(tx, actor, 'contact.created', [{ kind: 'contact', id: row.id }]);
      return row;
    });
  }

  async function updateContact(
    actor: PersonActor,
    id: string,
    expectedVersion: number | null,
    change: Partial<ContactFields>,
  ): Promise<repository.ContactRow> {
    return await act(actor, async (tx, acting) => {
      ensureMay(mayWork(acting));
      const before = await repository.findContact(tx, id);
      if (!before) throw new ContactNotFoundError();
      const row = { ...before, ...contactColumns({ ...before, ...defined(change) }) };
      const version = expectedVersion ?? before.version;
      if (!(await repository.updateContact(tx, version, row, clock.now()))) throw stale();
      await record(tx, actor, 'contact.updated', [{ kind: 'contact', id }]);
      return { ...row, version: version + 1 };
    });
  }

  async function record(
    tx: Tx,
    actor: Actor,
    action: string,
    objects: { kind: string; id: string }[],
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await audit.record(tx, { actor, action, outcome: 'success', objects, details });
  }

  /** As it stands on an invoice; for other use cases, in their transaction. */
  async function taxIdOf(tx: Tx, id: string): Promise<string | null> {
    const row = await repository.findCustomer(tx, id);
    return row === null || row === undefined ? null : open(row).openTaxId;
  }

  return { taxIdOf, list, get, create, createIn, update, merge, addContact, updateContact };
}

function contactColumns(fields: ContactFields) {
  return {
    name: fields.name,
    email: fields.email?.toLowerCase() ?? null,
    phone: fields.phone ?? null,
    position: fields.position ?? null,
    language: fields.language ?? null,
    isDecisionMaker: fields.isDecisionMaker ?? false,
  };
}

/** What the kept customer does not know, from the other. */
function filled(kept: Customer, merged: Customer): CustomerFields {
  const { name, country } = kept;
  const one = <Field extends 'region' | 'city' | 'postcode' | 'segment' | 'phone' | 'website' | 'domain' | 'ownerId'>(
    field: Field,
  ) => kept[field] ?? merged[field];
  return {
    name,
    country,
    region: one('region'),
    city: one('city'),
    postcode: one('postcode'),
    segment: one('segment'),
    phone: one('phone'),
    website: one('website'),
    domain: one('domain'),
    ownerId: one('ownerId'),
  };
}

function defined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}

function stale(): StaleVersionError {
  return new StaleVersionError('Somebody else changed it in the meantime. Load it again, then repeat the change.');
}
