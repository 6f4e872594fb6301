import { appendEvent, type Tx } from '@nexus/db';
import { type Actor, currencyExponent, mulRate, newId } from '@nexus/kernel';
import { contentDigest } from '../content-digest.ts';
import { InvoiceNotFoundError, IssuedInvoiceError, SourceTakenError } from '../invoices.errors.ts';
import type { InvoicesParts } from '../invoices.parts.ts';
import { taxIdKind } from '../invoices.sealed.ts';
import type { InvoiceKind, InvoicesTables } from '../invoices.tables.ts';
import * as repository from './invoices.repository.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type InvoiceCustomer = {
  accountId: string | null;
  name: string;
  address: string;
  country: string;
  taxId: string | null;
};

export type NewInvoiceLine = {
  description: string;
  orderLineId?: string | null;
  productId?: string | null;
  productCode?: string;
  productLine?: string;
  knowledgeAssetId?: string | null;
  unit?: string;
  quantity?: bigint;
  netMinor: bigint;
  taxName: string;
  taxPpm: number;
  /** Where it was fixed before, in an order; else the rate of the net, rounded half up. */
  taxMinor?: bigint;
};

export type NewInvoice = {
  kind: InvoiceKind;
  /** What it is for: the same key with the same content is the same invoice, with other content a conflict. */
  sourceKey: string | null;
  orderId: string | null;
  partnerId: string | null;
  customer: InvoiceCustomer;
  currency: string;
  language: 'es' | 'en';
  notes: string;
  dueDays: number;
  lines: readonly NewInvoiceLine[];
};

/** Drafting and issuing, in a transaction that may do more. */
export function createWriteInvoice({ keyring, audit, clock, calendar }: InvoicesParts) {
  const record = (tx: InvoicesTx, actor: Actor, action: string, id: string) =>
    audit.record(tx as Tx, { actor, action, outcome: 'success', objects: [{ kind: 'invoice', id }] });

  async function draft(tx: InvoicesTx, actor: Actor, input: NewInvoice): Promise<string> {
    currencyExponent(input.currency);
    const now = clock.now();
    const id = newId(now.getTime());
    const { lines: _, customer, ...header } = input;
    const taxed = taxedLines(input);
    const netMinor = taxed.reduce((sum, line) => sum + line.netMinor, 0n);
    const taxMinor = taxed.reduce((sum, line) => sum + line.taxMinor, 0n);
    await repository.insertDraft(
      tx,
      {
        ...header,
        id,
        series: 'F',
        contentDigest: digestOf(input),
        customerAccountId: customer.accountId,
        customerName: customer.name,
        customerAddress: customer.address,
        customerCountry: customer.country,
        customerTaxId:
          customer.taxId === null ? null : keyring.system().sealText({ kind: taxIdKind, objectId: id }, customer.taxId),
        netMinor,
        taxMinor,
        totalMinor: netMinor + taxMinor,
        createdBy: actor.kind === 'person' ? actor.personId : null,
        createdAt: now,
      },
      taxed.map((line, index) => ({
        ...{ orderLineId: null, productId: null, productCode: '', productLine: '', knowledgeAssetId: null },
        ...{ unit: '', quantity: 1n },
        ...line,
        id: newId(now.getTime()),
        invoiceId: id,
        ordinal: index + 1,
      })),
    );
    await record(tx, actor, 'invoice.drafted', id);
    return id;
  }

  async function issue(tx: InvoicesTx, actor: Actor, invoiceId: string): Promise<repository.Invoice> {
    const found = await repository.lockInvoice(tx, invoiceId);
    if (found === null) throw new InvoiceNotFoundError();
    if (found.state === 'issued') throw new IssuedInvoiceError();
    const now = clock.now();
    const issuedOn = calendar.dayOf(now);
    const year = Number(issuedOn.slice(0, 4));
    const { sequence, number } = await repository.nextNumber(tx, found.series, year);
    await repository.markIssued(tx, invoiceId, {
      ...{ year, sequence, number, issuedOn },
      dueOn: addDays(issuedOn, found.dueDays),
      issuedBy: actor.kind === 'person' ? actor.personId : null,
      issuedAt: now,
    });
    await record(tx, actor, 'invoice.issued', invoiceId);
    const { orderId, partnerId } = found;
    await appendEvent(tx, { topic: 'invoice.issued', version: 1, payload: { invoiceId, orderId, partnerId } });
    return (await repository.findInvoice(tx, invoiceId))!;
  }

  /** Drafts and issues at once; what was invoiced before under this key is answered again. @throws SourceTakenError for other content */
  async function issueOnce(
    tx: InvoicesTx,
    actor: Actor,
    input: NewInvoice & { sourceKey: string },
  ): Promise<repository.Invoice> {
    await repository.lockSource(tx, input.sourceKey);
    const before = await repository.findBySource(tx, input.sourceKey);
    if (before === null) return await issue(tx, actor, await draft(tx, actor, input));
    if (before.contentDigest !== digestOf(input)) throw new SourceTakenError();
    return before;
  }

  return { draft, issue, issueOnce };
}

/** Each tax is rounded once, half up, as the quote did. */
function taxedLines({ lines, currency }: Pick<NewInvoice, 'lines' | 'currency'>) {
  return lines.map(({ taxMinor, ...line }) => ({
    ...line,
    taxMinor: taxMinor ?? mulRate({ minor: line.netMinor, currency }, line.taxPpm, 'half-up').minor,
  }));
}

function digestOf(input: NewInvoice): string {
  return contentDigest({ ...input, lines: taxedLines(input) });
}

export type WriteInvoice = ReturnType<typeof createWriteInvoice>;

export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}
