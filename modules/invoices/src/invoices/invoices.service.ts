import type { Tx } from '@nexus/db';
import { decodeCursor, ensureSameCurrency, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import * as creditNotes from '../credit-notes/credit-notes.repository.ts';
import { createWriteCreditNote, type NewCreditNote } from '../credit-notes/write-credit-note.ts';
import { InvoiceNotFoundError, InvoicesForbiddenError, IssuedInvoiceError } from '../invoices.errors.ts';
import type { InvoicesParts } from '../invoices.parts.ts';
import { mayKeepInvoices } from '../invoices.policy.ts';
import { taxIdKind } from '../invoices.sealed.ts';
import type { InvoiceRow, InvoicesTables, PaymentRow } from '../invoices.tables.ts';
import * as paymentRows from '../payments/payments.repository.ts';
import { createRecordPayment, type NewPayment } from '../payments/record-payment.ts';
import * as schedules from '../schedules/schedules.repository.ts';
import type { createSchedules } from '../schedules/schedules.ts';
import * as repository from './invoices.repository.ts';
import type { NewInvoiceInput } from './invoices.schemas.ts';
import type { WriteInvoice } from './write-invoice.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type NamedInvoice = InvoiceRow & { partnerName: string | null };
export type InvoiceDetail = {
  invoice: repository.Invoice & { partnerName: string | null };
  taxId: string | null;
  payments: PaymentRow[];
  notes: creditNotes.CreditNote[];
};

export type InvoicesService = ReturnType<typeof createInvoicesService>;

/** Most rows of one export. */
const exportLimit = 100_000;

export function createInvoicesService(
  parts: InvoicesParts,
  write: WriteInvoice,
  schedule: ReturnType<typeof createSchedules>,
) {
  const { database, organisations, keyring, audit, clock, calendar } = parts;
  const recordPayment = createRecordPayment(parts);
  const writeCreditNote = createWriteCreditNote(parts);
  const act = <R>(actor: PersonActor, run: (tx: InvoicesTx) => Promise<R>) =>
    database.withActor<InvoicesTables, R>(actor, run);

  /** In a transaction of somebody who keeps the invoices; what they may not see does not exist for them. */
  const keep = <R>(actor: PersonActor, invoiceId: string | null, run: (tx: InvoicesTx) => Promise<R>) =>
    act(actor, async (tx) => {
      if (invoiceId !== null && (await repository.findInvoice(tx, invoiceId)) === null)
        throw new InvoiceNotFoundError();
      if (!mayKeepInvoices(await organisations.rolesOf(tx as Tx, actor.personId))) throw new InvoicesForbiddenError();
      return await run(tx);
    });

  async function draft(actor: PersonActor, input: NewInvoiceInput): Promise<InvoiceDetail> {
    const invoiceId = await keep(actor, null, async (tx) => {
      for (const { net } of input.lines)
        ensureSameCurrency({ minor: 0n, currency: net.currency }, { minor: 0n, currency: input.currency });
      const lines = input.lines.map(({ net, ...line }) => ({ ...line, netMinor: BigInt(net.minor) }));
      return await write.draft(tx, actor, { ...input, kind: 'other', sourceKey: null, lines });
    });
    return await get(actor, invoiceId);
  }

  /** Read again afterwards: whoever waits for the next number waits for no reading. */
  async function issue(actor: PersonActor, invoiceId: string): Promise<InvoiceDetail> {
    await keep(actor, invoiceId, (tx) => write.issue(tx, actor, invoiceId));
    return await get(actor, invoiceId);
  }

  function discard(actor: PersonActor, invoiceId: string): Promise<void> {
    return keep(actor, invoiceId, async (tx) => {
      const found = await repository.lockInvoice(tx, invoiceId);
      if (found?.state === 'issued') throw new IssuedInvoiceError();
      await repository.deleteDraft(tx, invoiceId);
      const objects = [{ kind: 'invoice', id: invoiceId }];
      await audit.record(tx as Tx, { actor, action: 'invoice.discarded', outcome: 'success', objects });
    });
  }

  async function pay(actor: PersonActor, invoiceId: string, input: NewPayment): Promise<InvoiceDetail> {
    await keep(actor, invoiceId, (tx) => recordPayment(tx, actor, invoiceId, input));
    return await get(actor, invoiceId);
  }

  async function credit(
    actor: PersonActor,
    invoiceId: string,
    input: Omit<NewCreditNote, 'lines'> & {
      lines: readonly { invoiceLineId: string; net: { minor: string; currency: string } }[] | null;
    },
  ): Promise<InvoiceDetail> {
    await keep(actor, invoiceId, async (tx) => {
      const { currency } = (await repository.findInvoice(tx, invoiceId))!;
      for (const { net } of input.lines ?? [])
        ensureSameCurrency({ minor: 0n, currency: net.currency }, { minor: 0n, currency });
      const lines =
        input.lines?.map(({ invoiceLineId, net }) => ({ invoiceLineId, netMinor: BigInt(net.minor) })) ?? null;
      await writeCreditNote(tx, actor, invoiceId, { ...input, lines });
    });
    return await get(actor, invoiceId);
  }

  const get = (actor: PersonActor, invoiceId: string) => act(actor, (tx) => detail(tx, invoiceId));

  async function detail(tx: InvoicesTx, invoiceId: string): Promise<InvoiceDetail> {
    const invoice = await repository.findInvoice(tx, invoiceId);
    if (invoice === null) throw new InvoiceNotFoundError();
    const [named] = await withNames(tx, [invoice]);
    const sealed = invoice.customerTaxId;
    return {
      invoice: { ...invoice, partnerName: named!.partnerName },
      taxId: sealed === null ? null : keyring.system().openText({ kind: taxIdKind, objectId: invoiceId }, sealed),
      payments: await paymentRows.listPayments(tx, invoiceId),
      notes: await creditNotes.listCreditNotes(tx, invoiceId),
    };
  }

  async function list(
    actor: PersonActor,
    filter: repository.InvoiceFilter,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<NamedInvoice>> {
    const after = page.cursor === undefined ? null : String(decodeCursor(page.cursor, 1)[0]);
    return await act(actor, async (tx) => {
      const rows = await repository.listInvoices(tx, filter, today(), after, page.limit + 1);
      const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.id]);
      return { items: await withNames(tx, items), nextCursor };
    });
  }

  /** All that the filter matches, up to a hundred thousand. Recorded. */
  async function forExport(actor: PersonActor, filter: repository.InvoiceFilter): Promise<NamedInvoice[]> {
    return await act(actor, async (tx) => {
      const rows = await repository.listInvoices(tx, filter, today(), null, exportLimit);
      const details = { rows: rows.length };
      await audit.record(tx as Tx, { actor, action: 'invoice.exported', outcome: 'success', details });
      return await withNames(tx, rows);
    });
  }

  async function withNames<Row extends InvoiceRow>(
    tx: InvoicesTx,
    rows: readonly Row[],
  ): Promise<(Row & { partnerName: string | null })[]> {
    const ids = [...new Set(rows.flatMap(({ partnerId }) => (partnerId === null ? [] : [partnerId])))];
    const names = ids.length === 0 ? new Map<string, string>() : await organisations.namesOf(tx as Tx, ids);
    return rows.map((row) => ({
      ...row,
      partnerName: row.partnerId === null ? null : (names.get(row.partnerId) ?? null),
    }));
  }

  const today = () => calendar.dayOf(clock.now());

  return {
    draft,
    issue,
    discard,
    pay,
    credit,
    list,
    forExport,
    today,
    get,
    getCreditNote: (actor: PersonActor, noteId: string) =>
      act(actor, async (tx) => {
        const note = await creditNotes.findCreditNote(tx, noteId);
        if (note === null) throw new InvoiceNotFoundError();
        return { note, ...(await detail(tx, note.invoiceId)) };
      }),
    aging: (actor: PersonActor) => act(actor, (tx) => repository.listAging(tx, today())),
    schedulesOf: (actor: PersonActor, orderId: string) => act(actor, (tx) => schedules.listSchedules(tx, orderId)),
    reachMilestone: async (actor: PersonActor, scheduleId: string, ordinal: number) => {
      const { id } = await keep(actor, null, (tx) => schedule.reachMilestone(tx, actor, scheduleId, ordinal));
      return await get(actor, id);
    },
    recordPayment,
    writeCreditNote,
  };
}
