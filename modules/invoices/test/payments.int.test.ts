import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eur, issued, payment, type Setting, startInvoices } from './setting.ts';

let on: Setting;
beforeAll(async () => {
  on = await startInvoices();
});
afterAll(() => on.close());

const pay = (id: string, body: unknown) => on.call('finance', 'POST', `/invoices/${id}/payments`, body);
const credit = (id: string, body: Record<string, unknown>) =>
  on.call('finance', 'POST', `/invoices/${id}/credit-notes`, { externalId: newId(), reason: 'Acordado', ...body });
const events = async (invoiceId: string) =>
  (
    await on.db.asOwner<{ topic: string; payload: { invoiceId: string } }>(
      'select topic, payload from outbox order by position',
    )
  )
    .filter(({ payload }) => payload.invoiceId === invoiceId)
    .map(({ topic }) => topic);

describe('a payment', () => {
  it('may be in parts; the last one makes the invoice paid', async () => {
    const { id } = await issued(on);
    const first = await pay(id, payment('54666'));
    expect([first.body.status, first.body.open.minor, first.body.paidAt]).toEqual(['open', '100000', null]);
    expect(await on.db.database.withWorker('flow', (tx) => on.module.door.findPaid(tx, id))).toBeNull();
    const last = await pay(id, payment('100000'));
    expect([last.body.status, last.body.open.minor, last.body.payments.length]).toEqual(['paid', '0', 2]);
    expect(await events(id)).toEqual(['invoice.issued', 'payment.recorded', 'invoice.paid']);
    const facts = await on.db.database.withWorker('flow', (tx) => on.module.door.findPaid(tx, id));
    expect(facts!.lines.map(({ net }) => net.minor)).toEqual([100_000n, 33_333n]);
    expect(facts!.paidAt).toEqual(new Date('2026-12-01T14:00:00Z'));
  });

  it('is never more than what is owed', async () => {
    const { id } = await issued(on);
    const over = await pay(id, payment('154667'));
    expect([over.status, over.body.code]).toEqual([409, 'invoices.overpaid']);
    expect(over.body.detail).toContain('1546.66 EUR');
  });

  it.each([
    ['zero', { amount: eur('0') }, 'request.invalid'],
    ['below zero', { amount: eur('-5') }, 'request.invalid'],
    ['with more decimals than the currency has', { amount: eur('5.5') }, 'request.invalid'],
    ['in another currency', { amount: { minor: '5', currency: 'USD' } }, 'money.mixed_currencies'],
    ['from the future', { paidAt: '2026-12-09T00:00:00Z' }, 'request.invalid'],
  ])('is refused %s', async (_, change, code) => {
    const { id } = await issued(on);
    const { status, body } = await pay(id, payment('5', change));
    expect([status, body.code]).toEqual([400, code]);
  });

  it('of one external id is recorded once; the same id for something else is a conflict', async () => {
    const { id } = await issued(on);
    const one = payment('1000');
    expect((await pay(id, one)).status).toBe(201);
    const again = await pay(id, one);
    expect([again.status, again.body.payments.length, again.body.paid.minor]).toEqual([201, 1, '1000']);
    for (const change of [{ amount: eur('1001') }, { paidAt: '2026-12-01T13:00:00Z' }, { method: 'card' }]) {
      const other = await pay(id, { ...one, ...change });
      expect([other.status, other.body.code]).toEqual([409, 'invoices.external_id_taken']);
    }
    const elsewhere = await pay((await issued(on)).id, one);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'invoices.external_id_taken']);
  });

  it('sent fifty times at once counts once', async () => {
    const { id } = await issued(on);
    const one = payment('154666');
    const answers = await Promise.all(Array.from({ length: 50 }, () => pay(id, one)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect((await events(id)).filter((topic) => topic === 'invoice.paid')).toHaveLength(1);
  }, 120_000);

  it('of many different ones at once no more are taken than are owed', async () => {
    const { id } = await issued(on);
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(id, payment('50000'))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(new Set(answers.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
      new Set(['invoices.overpaid']),
    );
  }, 120_000);

  it('needs an issued invoice', async () => {
    const { invoiceBody } = await import('./setting.ts');
    const { body } = await on.call('finance', 'POST', '/invoices', invoiceBody());
    expect((await pay(body.id, payment('5'))).body.code).toBe('invoices.not_issued');
    expect((await pay(newId(), payment('5'))).status).toBe(404);
  });
});

it('says what each partner sold that was paid within a month, an order once', async () => {
  const orderId = newId();
  for (const change of [{ orderId }, { orderId }, {}]) {
    const { id } = await issued(on, { partnerId: on.partner.id, ...change });
    await pay(id, payment('154666'));
  }
  const refunded = await issued(on, { partnerId: on.partner.id });
  await pay(refunded.id, payment('154666'));
  await credit(refunded.id, { kind: 'refund' });
  const within = (from: string, to: string) =>
    on.db.database.withWorker('merits', (tx) =>
      on.module.door.paidByPartner(tx, { from: new Date(from), to: new Date(to), currency: 'EUR' }),
    );
  expect(await within('2026-12-01T04:00:00Z', '2027-01-01T04:00:00Z')).toEqual([
    { partnerId: on.partner.id, orders: 2, netMinor: 399_999n },
  ]);
  expect(await within('2026-11-01T04:00:00Z', '2026-12-01T04:00:00Z')).toEqual([]);
});

describe('what goes back', () => {
  it('is never more than what was paid', async () => {
    const { id, lines } = await issued(on);
    await pay(id, payment('10000'));
    const over = await credit(id, { kind: 'refund', lines: [{ invoiceLineId: lines[0].id, net: eur('10000') }] });
    // 100.00 and 16 % are more than the 100.00 that were paid
    expect([over.status, over.body.code]).toEqual([409, 'invoices.refund_above_paid']);
    expect(
      (await credit(id, { kind: 'refund', lines: [{ invoiceLineId: lines[0].id, net: eur('8000') }] })).status,
    ).toBe(201);
  });

  it('comes back whole in parts, tax to the cent', async () => {
    const { id, lines } = await issued(on);
    await pay(id, payment('154666'));
    const third = { kind: 'refund', lines: [{ invoiceLineId: lines[1].id, net: eur('11111') }] };
    const taxes = [];
    for (let part = 0; part < 3; part += 1) taxes.push((await credit(id, third)).body.creditNotes.at(-1).tax.minor);
    // 53.33 in thirds: 17.78 (17.7767), 35.55 so far (35.5533), 53.33
    expect(taxes).toEqual(['1778', '1777', '1778']);
    const more = await credit(id, third);
    expect([more.status, more.body.code]).toEqual([409, 'invoices.return_above_line']);
    const rest = await credit(id, { kind: 'refund' });
    expect([rest.body.refunded.minor, rest.body.paid.minor]).toEqual(['154666', '154666']);
    expect((await credit(id, { kind: 'refund' })).body.code).toBe('invoices.return_above_line');
    const facts = await on.db.database.withWorker('flow', (tx) =>
      on.module.door.findRefund(tx, rest.body.creditNotes.at(-1).id),
    );
    expect(facts!.lines).toEqual([{ invoiceLineId: lines[0].id, net: { minor: 100_000n, currency: 'EUR' } }]);
  });

  it('of many at once is never more than was paid', async () => {
    const { id, lines } = await issued(on);
    await pay(id, payment('154666'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        credit(id, { kind: 'refund', lines: [{ invoiceLineId: lines[0].id, net: eur('40000') }] }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
  }, 120_000);

  it('of one external id is written once; the same id for something else is a conflict', async () => {
    const { id, lines } = await issued(on);
    await pay(id, payment('154666'));
    const one = { kind: 'refund', externalId: newId(), lines: [{ invoiceLineId: lines[0].id, net: eur('100') }] };
    await credit(id, one);
    const again = await credit(id, one);
    expect([again.status, again.body.creditNotes.length]).toEqual([201, 1]);
    const other = await credit(id, { ...one, lines: [{ invoiceLineId: lines[0].id, net: eur('101') }] });
    expect([other.status, other.body.code]).toEqual([409, 'invoices.external_id_taken']);
  });

  it.each([
    ['below zero', (line: string) => [{ invoiceLineId: line, net: eur('-1') }], 'request.invalid'],
    ['of zero', (line: string) => [{ invoiceLineId: line, net: eur('0') }], 'request.invalid'],
    [
      'in another currency',
      (line: string) => [{ invoiceLineId: line, net: { minor: '1', currency: 'USD' } }],
      'money.mixed_currencies',
    ],
    ['of another invoice', () => [{ invoiceLineId: newId(), net: eur('1') }], 'request.invalid'],
    [
      'of a line twice',
      (line: string) => [
        { invoiceLineId: line, net: eur('1') },
        { invoiceLineId: line, net: eur('1') },
      ],
      'request.invalid',
    ],
  ])('is refused %s', async (_, linesOf, code) => {
    const { id, lines } = await issued(on);
    await pay(id, payment('154666'));
    const { status, body } = await credit(id, { kind: 'refund', lines: linesOf(lines[0].id) });
    expect([status, body.code]).toEqual([400, code]);
  });

  it('as a credit lowers what is owed, and no more', async () => {
    const { id, lines } = await issued(on);
    await pay(id, payment('100000'));
    const over = await credit(id, { kind: 'credit', lines: [{ invoiceLineId: lines[0].id, net: eur('100000') }] });
    expect([over.status, over.body.code]).toEqual([409, 'invoices.credit_above_open']);
    const credited = await credit(id, { kind: 'credit', lines: [{ invoiceLineId: lines[1].id, net: eur('33333') }] });
    expect(credited.body.open.minor).toBe('16000');
    // The rest paid: nothing is owed any more.
    expect((await pay(id, payment('16000'))).body.status).toBe('paid');
  });

  it('is not written past the application either', async () => {
    const { id } = await issued(on);
    await expect(
      on.db.asOwner(
        `insert into credit_notes (id, invoice_id, kind, year, sequence, number, external_id, content_digest, reason, currency, net_minor, tax_minor, total_minor, issued_on, issued_at)
         values (gen_random_uuid(), $1, 'refund', 2026, 900, 'NC-x', 'x', repeat('0', 64), 'x', 'EUR', 100, 0, 100, current_date, now())`,
        [id],
      ),
    ).rejects.toThrow('refund_within_paid');
  });

  it('numbers its notes without a gap', async () => {
    const rows = await on.db.asOwner<{ sequence: number }>('select sequence from credit_notes order by sequence');
    expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index + 1));
  });
});
