import type { Tx } from '@nexus/db';
import { type Actor, newId, systemActor } from '@nexus/kernel';
import { type Invoice, lockSource } from '../invoices/invoices.repository.ts';
import type { InvoiceCustomer, NewInvoiceLine, WriteInvoice } from '../invoices/write-invoice.ts';
import { ScheduleEntryNotFoundError } from '../invoices.errors.ts';
import type { InvoicesParts } from '../invoices.parts.ts';
import { taxIdKind } from '../invoices.sealed.ts';
import type { InvoicesTables, ScheduleEntryRow, ScheduleRow } from '../invoices.tables.ts';
import * as repository from './schedules.repository.ts';
import { spreadLines } from './spread-lines.ts';

type InvoicesTx = Tx<InvoicesTables>;

/** An ordered line with its amounts as they were fixed in the order. */
export type ScheduledLine = Required<Omit<NewInvoiceLine, 'taxMinor'>> & { taxMinor: bigint };

export type NewSchedule = {
  /** "order:<id>": the same key twice is one schedule. */
  sourceKey: string;
  kind: 'sale' | 'renewal' | 'other';
  orderId: string | null;
  partnerId: string | null;
  customer: InvoiceCustomer;
  currency: string;
  language: 'es' | 'en';
  lines: readonly ScheduledLine[];
  /** Null `issueOn`: when its milestone is reached. Amounts add up to the lines with their taxes. */
  instalments: readonly { label: string; issueOn: string | null; dueDays: number; amountMinor: bigint }[];
};

const job = 'invoices.schedule';

/** What is invoiced in parts: on its day by a job, or when a milestone is reached. */
export function createSchedules(parts: InvoicesParts, write: WriteInvoice) {
  const { database, keyring, audit, clock, calendar } = parts;

  /** Plans the invoices of an order and issues those whose day is today or earlier. @returns them */
  async function plan(tx: InvoicesTx, actor: Actor, input: NewSchedule): Promise<Invoice[]> {
    await lockSource(tx, input.sourceKey);
    const before = await repository.findSchedule(tx, input.sourceKey);
    if (before !== null) return [];
    const now = clock.now();
    const id = newId(now.getTime());
    const { lines, instalments, customer, ...header } = input;
    const charged = lines.filter(({ netMinor, taxMinor }) => netMinor > 0n || taxMinor > 0n);
    const amounts = instalments.map(({ amountMinor }) => amountMinor);
    const spread = spreadLines(charged, amounts, input.currency);
    await repository.insertSchedule(tx, {
      ...header,
      id,
      customerAccountId: customer.accountId,
      customerName: customer.name,
      customerAddress: customer.address,
      customerCountry: customer.country,
      customerTaxId:
        customer.taxId === null ? null : keyring.system().sealText({ kind: taxIdKind, objectId: id }, customer.taxId),
      createdAt: now,
      entries: instalments.map((instalment, index) => ({
        ...instalment,
        scheduleId: id,
        ordinal: index + 1,
        lines: entryLines(charged, spread[index]!),
        invoiceId: null,
      })),
    });
    const objects = [{ kind: 'invoice_schedule', id }];
    await audit.record(tx as Tx, { actor, action: 'invoice_schedule.created', outcome: 'success', objects });
    const today = calendar.dayOf(now);
    const issued: Invoice[] = [];
    for (const [index, { issueOn, amountMinor }] of instalments.entries())
      if (issueOn !== null && issueOn <= today && amountMinor > 0n) {
        const locked = await repository.lockEntry(tx, id, index + 1);
        if (locked !== null) issued.push(await issueEntry(tx, actor, locked));
      }
    return issued;
  }

  /** Somebody reports that what the instalment waits for has happened: its invoice is issued. */
  async function reachMilestone(tx: InvoicesTx, actor: Actor, scheduleId: string, ordinal: number): Promise<Invoice> {
    const locked = await repository.lockEntry(tx, scheduleId, ordinal);
    if (locked === null) throw new ScheduleEntryNotFoundError();
    await repository.updateEntry(tx, locked.entry, { issueOn: calendar.dayOf(clock.now()) });
    const objects = [{ kind: 'invoice_schedule', id: scheduleId }];
    const details = { ordinal };
    await audit.record(tx as Tx, {
      actor,
      action: 'invoice_schedule.milestone_reached',
      outcome: 'success',
      objects,
      details,
    });
    return await issueEntry(tx, actor, locked);
  }

  /** Any number of times, also at once: an entry is held while its invoice is made, and has one. @returns how many were issued */
  async function issueDue(): Promise<number> {
    const today = calendar.dayOf(clock.now());
    const work = <R>(run: (tx: InvoicesTx) => Promise<R>) => database.withWorker<InvoicesTables, R>(job, run);
    let issued = 0;
    for (const { scheduleId, ordinal } of await work((tx) => repository.listDue(tx, today)))
      issued += await work(async (tx) => {
        const locked = await repository.lockEntry(tx, scheduleId, ordinal);
        if (locked === null || locked.entry.amountMinor === 0n) return 0;
        await issueEntry(tx, systemActor(job), locked);
        return 1;
      });
    return issued;
  }

  async function issueEntry(
    tx: InvoicesTx,
    actor: Actor,
    { schedule, entry }: { schedule: ScheduleRow; entry: ScheduleEntryRow },
  ): Promise<Invoice> {
    const { customerTaxId: sealed, id } = schedule;
    const taxId = sealed === null ? null : keyring.system().openText({ kind: taxIdKind, objectId: id }, sealed);
    const invoice = await write.issueOnce(tx, actor, {
      kind: schedule.kind,
      sourceKey: `${schedule.sourceKey}:${entry.ordinal}`,
      orderId: schedule.orderId,
      partnerId: schedule.partnerId,
      customer: {
        accountId: schedule.customerAccountId,
        name: schedule.customerName,
        address: schedule.customerAddress,
        country: schedule.customerCountry,
        taxId,
      },
      currency: schedule.currency,
      language: schedule.language,
      notes: entry.label,
      dueDays: entry.dueDays,
      lines: readEntryLines(entry.lines),
    });
    await repository.updateEntry(tx, entry, { invoiceId: invoice.id });
    return invoice;
  }

  return { plan, reachMilestone, issueDue };
}

type StoredLine = Omit<ScheduledLine, 'quantity' | 'netMinor' | 'taxMinor'> & {
  quantity: string;
  netMinor: string;
  taxMinor: string;
};

function entryLines(
  lines: readonly ScheduledLine[],
  amounts: readonly { netMinor: bigint; taxMinor: bigint }[],
): StoredLine[] {
  return lines
    .map((line, index) => ({
      ...line,
      quantity: line.quantity.toString(),
      netMinor: amounts[index]!.netMinor.toString(),
      taxMinor: amounts[index]!.taxMinor.toString(),
    }))
    .filter(({ netMinor, taxMinor }) => netMinor !== '0' || taxMinor !== '0');
}

function readEntryLines(lines: unknown): ScheduledLine[] {
  return (lines as StoredLine[]).map((line) => ({
    ...line,
    quantity: BigInt(line.quantity),
    netMinor: BigInt(line.netMinor),
    taxMinor: BigInt(line.taxMinor),
  }));
}
