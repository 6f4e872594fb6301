import { type OpenApiDocument, openApiFaults } from '@nexus/http/testing';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eur, invoiceBody, issued, payment, type Setting, startInvoices } from './setting.ts';

let on: Setting;
beforeAll(async () => {
  on = await startInvoices();
});
afterAll(() => on.close());

const draft = async (change: Record<string, unknown> = {}) =>
  await on.call('finance', 'POST', '/invoices', invoiceBody(change));

describe('an invoice', () => {
  it('rounds each tax once, half up, and adds up', async () => {
    const { body } = await draft();
    // 16 % of 333.33 is 53.3328
    expect(body.lines.map((line: { tax: { minor: string } }) => line.tax.minor)).toEqual(['16000', '5333']);
    expect([body.net.minor, body.tax.minor, body.total.minor]).toEqual(['133333', '21333', '154666']);
    expect(body).toMatchObject({ status: 'draft', number: null, customer: { taxId: 'J-12345678-9' } });
    const [stored] = await on.db.asOwner<{ customer_tax_id: Buffer }>(
      'select customer_tax_id from invoices where id = $1',
      [body.id],
    );
    expect(stored!.customer_tax_id.includes('12345678')).toBe(false);
  });

  it.each([
    ['more decimals than the currency has', { lines: [{ description: 'x', net: eur('12.345') }] }, 'request.invalid'],
    ['a negative amount', { lines: [{ description: 'x', net: eur('-100') }] }, 'request.invalid'],
    ['an amount of zero', { lines: [{ description: 'x', net: eur('0') }] }, 'request.invalid'],
    [
      'mixed currencies',
      { lines: [{ description: 'x', net: { minor: '100', currency: 'USD' } }] },
      'money.mixed_currencies',
    ],
    ['an unknown currency', { currency: 'EUX' }, 'request.invalid'],
    ['no lines', { lines: [] }, 'request.invalid'],
    [
      'an amount beyond what is kept',
      { lines: [{ description: 'x', net: eur('9223372036854775808') }] },
      'request.invalid',
    ],
  ])('is refused with %s', async (_, change, code) => {
    const { status, body } = await draft(change);
    expect([status, body.code]).toEqual([400, code]);
  });

  it('is written by finance, read by the office, and by the partner who sold when it is issued', async () => {
    expect((await on.call(null, 'POST', '/invoices', invoiceBody())).status).toBe(401);
    expect((await on.call('channelManager', 'POST', '/invoices', invoiceBody())).status).toBe(403);
    const { body } = await draft({ partnerId: on.partner.id });
    const get = async (who: 'partnerAdmin' | 'stranger' | 'channelManager') =>
      (await on.call(who, 'GET', `/invoices/${body.id}`)).status;
    expect([await get('partnerAdmin'), await get('stranger'), await get('channelManager')]).toEqual([404, 404, 200]);
    expect((await on.call('partnerAdmin', 'POST', `/invoices/${body.id}/issue`)).status).toBe(404);
    await on.call('finance', 'POST', `/invoices/${body.id}/issue`);
    expect([await get('partnerAdmin'), await get('stranger')]).toEqual([200, 404]);
    expect((await on.call('partnerAdmin', 'POST', `/invoices/${body.id}/payments`, payment('1'))).status).toBe(403);
    const listed = async (who: 'partnerAdmin' | 'stranger') =>
      (await on.call(who, 'GET', '/invoices')).body.items.length;
    expect([await listed('partnerAdmin'), await listed('stranger')]).toEqual([1, 0]);
  });

  it('gets numbers without a gap, also when fifty people issue at once, two of them the same one', async () => {
    const before = (await issued(on)).number as string;
    const drafts = await Promise.all(Array.from({ length: 25 }, () => draft()));
    const answers = await Promise.all(
      drafts.flatMap(({ body }) => [1, 2].map(() => on.call('finance', 'POST', `/invoices/${body.id}/issue`))),
    );
    const numbers = answers.filter(({ status }) => status === 201).map(({ body }) => Number(body.number.slice(-6)));
    expect(numbers).toHaveLength(25);
    const first = Number(before.slice(-6)) + 1;
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 25 }, (_, index) => first + index));
    expect(
      new Set(answers.filter(({ status }) => status !== 201).map(({ status, body }) => `${status} ${body.code}`)),
    ).toEqual(new Set(['409 invoices.issued']));
  }, 120_000);

  it('begins a new row of numbers with each year of the business', async () => {
    on.clock.set(new Date('2027-01-01T03:59:00Z'));
    expect((await issued(on)).number).toMatch(/^F-2026-/);
    on.clock.set(new Date('2027-01-01T04:01:00Z'));
    expect((await issued(on)).number).toBe('F-2027-000001');
    on.clock.set(new Date('2026-12-01T15:00:00Z'));
  });

  it('never changes once it is issued', async () => {
    const { id } = await issued(on);
    for (const sql of [
      'update invoices set total_minor = total_minor + 1, net_minor = net_minor + 1 where id = $1',
      "update invoices set customer_name = 'x' where id = $1",
      "update invoices set state = 'draft', number = null, year = null, sequence = null, issued_on = null, due_on = null where id = $1",
      'update invoices set paid_minor = 5 where id = $1',
      'update invoice_lines set returned_net_minor = 5 where invoice_id = $1',
      'update invoice_lines set net_minor = 0 where invoice_id = $1',
      'delete from invoice_lines where invoice_id = $1',
      'delete from invoices where id = $1',
    ])
      await expect(on.db.asOwner(sql, [id]), sql).rejects.toThrow(/never changed|stays|not written/);
    const discard = await on.call('finance', 'DELETE', `/invoices/${id}`);
    expect([discard.status, discard.body.code]).toEqual([409, 'invoices.issued']);
    const mine = (await draft()).body.id;
    expect((await on.call('finance', 'DELETE', `/invoices/${mine}`)).status).toBe(204);
  });

  it('is made once for one thing, however many ask', async () => {
    const input = {
      ...{ kind: 'usage' as const, sourceKey: `usage:${newId()}`, orderId: newId(), partnerId: null },
      customer: { accountId: null, name: 'Hospital', address: '', country: 'VE', taxId: null },
      ...{ currency: 'EUR', language: 'es' as const, notes: '', dueDays: 30 },
      lines: [{ description: 'Consultas', netMinor: 61_725n, taxName: 'IVA', taxPpm: 160_000 }],
    };
    const once = (change = {}) =>
      on.db.database.withWorker('usage', (tx) =>
        on.module.door.issueOnce(tx, { kind: 'system', job: 'usage' }, { ...input, ...change }),
      );
    const made = await Promise.all(Array.from({ length: 8 }, () => once()));
    expect(new Set(made.map(({ number }) => number)).size).toBe(1);
    expect(made[0]!.taxMinor).toBe(9_876n);
    await expect(once({ dueDays: 60 })).rejects.toMatchObject({ code: 'invoices.source_taken' });
  });
});

it('is printed, with its credit notes', async () => {
  const { id } = await issued(on);
  await on.call('finance', 'POST', `/invoices/${id}/payments`, payment('154666'));
  const { body } = await on.call('finance', 'POST', `/invoices/${id}/credit-notes`, {
    kind: 'refund',
    externalId: newId(),
    reason: 'x',
  });
  for (const url of [`/invoices/${id}/pdf`, `/credit-notes/${body.creditNotes[0].id}/pdf`]) {
    const paper = await on.call('finance', 'GET', url);
    expect([paper.status, paper.raw.subarray(0, 5).toString()]).toEqual([200, '%PDF-']);
    expect((await on.call('stranger', 'GET', url)).status).toBe(404);
  }
});

it('exports what no spreadsheet runs', async () => {
  await issued(on, { customer: { name: '=HYPERLINK("http://x","y")', country: 'VE' } });
  const { raw } = await on.call('finance', 'GET', `/invoices/export?text=${encodeURIComponent('=HYPER')}`);
  const text = raw.toString('utf8');
  expect(text.charCodeAt(0)).toBe(0xfeff);
  const [head, row] = text.slice(1).split('\r\n');
  expect(head).toBe(
    'Número,Fecha,Vence,Estado,Cliente,Socio,Moneda,Neto,Impuestos,Total,Pagado,Acreditado,Devuelto,Por pagar',
  );
  expect(row).toMatch(
    /,Por pagar,"'=HYPERLINK\(""http:\/\/x"",""y""\)",,EUR,1333\.33,213\.33,1546\.66,0\.00,0\.00,0\.00,1546\.66$/,
  );
});

it('says what is owed, and for how long', async () => {
  const other = await startInvoices();
  await issued(other, { dueDays: 0 });
  await issued(other, { dueDays: 60 });
  other.clock.set(new Date('2027-01-10T15:00:00Z'));
  const aging = async () =>
    (await other.call('finance', 'GET', '/invoices/aging')).body.items.map(
      (row: { bucket: string; open: { minor: string } }) => [row.bucket, row.open.minor],
    );
  expect(await aging()).toEqual([
    ['d60', '154666'],
    ['not_due', '154666'],
  ]);
  expect((await other.call('finance', 'GET', '/invoices?status=overdue')).body.items).toHaveLength(1);
  expect((await other.call('finance', 'GET', '/invoices?status=open')).body.items).toHaveLength(1);
  other.clock.set(new Date('2027-06-10T15:00:00Z'));
  expect(await aging()).toEqual([['older', '309332']]);
  await other.close();
});

it('is described whole in the API document', async () => {
  const { body } = await on.call(null, 'GET', '/openapi.json');
  expect(openApiFaults(body as OpenApiDocument)).toEqual([]);
});
