import { newId, type PersonActor } from '@nexus/kernel';
import type { Order } from '@nexus/pricing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from './setting.ts';

type Thing = { id: string };

let hub: TestHub;
let actor: PersonActor;
beforeAll(async () => {
  hub = await startTestHub();
  actor = { kind: 'person', personId: hub.owner.personId, sessionId: newId() };
});
afterAll(() => hub?.close());

test('from a price plan to a paid invoice, with the organisations that are there', async () => {
  const { owner, anonymous } = hub;
  const { pricing, invoices, organisations, withActor } = hub.running.hub;
  const partnerId = newId();
  await withActor(actor, (tx) =>
    organisations.organisations.openPartner(tx, actor, { id: partnerId, name: 'Consultora Ávila', country: 'VE' }),
  );
  const seller = await hub.invite(partnerId, 'partner_seller', 'Sara Vega');
  const stranger = await hub.invite(hub.networkId, 'support', 'Saúl Soto');

  const list = await owner.post<Thing>('/price-lists', {
    code: 'eur',
    nameEs: 'Europa',
    nameEn: 'Europe',
    currency: 'EUR',
  });
  const names = { nameEs: 'Nexus', nameEn: 'Nexus' };
  const product = await owner.post<Thing>('/products', {
    code: 'vault',
    kind: 'software',
    productLine: 'vault',
    entitlement: 'core',
    ...names,
  });
  const plan = await owner.post<Thing>('/price-plans', {
    productId: product.id,
    code: 'perpetual',
    model: 'perpetual',
    ...names,
  });
  const draft = await owner.post<Thing>(`/price-plans/${plan.id}/versions`, {
    priceListId: list.id,
    effectiveFrom: '2020-01-01',
    maintenancePpm: 150_000,
    components: [
      { charge: 'once', unit: 'contract', scheme: 'flat', tiers: [{ fromQuantity: '0', priceMinor: '1000000' }] },
    ],
  });
  await owner.post(`/price-plan-versions/${draft.id}/publication`, undefined);
  await owner.post('/tax-rates', { country: 'VE', name: 'IVA', ratePpm: 160_000, validFrom: '2020-01-01' });

  const quote = await seller.post<Thing>('/quotes', {
    partnerId,
    priceListId: list.id,
    customer: { name: 'Hospital Central', country: 'VE' },
    terms: {
      validUntil: '2099-12-31',
      schedule: { kind: 'single', dueDays: 30 },
      items: [{ kind: 'plan', planId: plan.id, withMaintenance: true }],
    },
  });
  const { token } = await seller.post<{ token: string }>(`/quotes/${quote.id}/sending`, undefined);
  const accepted = await anonymous.post<Thing>('/offers/acceptance', { token, name: 'Dra. Rivas' });

  // What the flow of a sale does with the order; whichever of the two comes first, it is done once.
  await withActor(actor, async (tx) => {
    const order: Order = (await pricing.orders.find(tx, accepted.id))!;
    await invoices.door.schedule(tx, actor, {
      sourceKey: `order:${order.id}`,
      kind: order.kind,
      orderId: order.id,
      partnerId: order.partnerId,
      customer: { ...order.customer, address: '', taxId: null },
      currency: order.total.currency,
      language: order.language,
      lines: order.lines.map((line) => ({
        ...{ description: line.nameEs, orderLineId: line.id, productId: line.productId, productCode: line.productCode },
        ...{ productLine: line.productLine, knowledgeAssetId: line.knowledgeAssetId, unit: line.unit },
        ...{ quantity: line.quantity, netMinor: line.net.minor, taxName: line.taxName, taxPpm: line.taxPpm },
        taxMinor: line.tax.minor,
      })),
      instalments: order.payments.map(({ label, issueOn, dueDays, amount }) => ({
        ...{ label, issueOn, dueDays },
        amountMinor: amount.minor,
      })),
    });
  });
  // 10,000 and 15 % maintenance, and 16 % tax.
  const issued = await owner.get<{ items: { id: string; total: { minor: string } }[] }>(
    `/invoices?orderId=${accepted.id}`,
  );
  expect(issued.items.map(({ total }) => total.minor)).toEqual(['1334000']);
  const invoice = issued.items[0]!;
  await owner.post(`/invoices/${invoice.id}/payments`, {
    externalId: 'bank-1',
    amount: { minor: '1334000', currency: 'EUR' },
    paidAt: new Date().toISOString(),
  });
  const seen = await seller.get<{ status: string; partnerName: string }>(`/invoices/${invoice.id}`);
  expect(seen).toMatchObject({ status: 'paid', partnerName: 'Consultora Ávila' });
  expect(await withActor(actor, (tx) => invoices.door.findPaid(tx, invoice.id))).toMatchObject({
    partnerId,
    net: { minor: 1_150_000n },
  });
  await expect(
    stranger.post(`/invoices/${invoice.id}/credit-notes`, { kind: 'refund', externalId: 'x', reason: 'x' }),
  ).rejects.toThrow();
});

test('work that another person confirms becomes credit on the ledger, and buys access once', async () => {
  const { owner } = hub;
  const { organisations, knowledge, withActor } = hub.running.hub;
  const partnerId = newId();
  await withActor(actor, (tx) =>
    organisations.organisations.openPartner(tx, actor, { id: partnerId, name: 'Técnicos del Sur', country: 'VE' }),
  );
  const technician = await hub.invite(partnerId, 'technician', 'Tomás Gil');
  const eur = (minor: string) => ({ minor, currency: 'EUR' });
  await owner.post('/knowledge-rates', { qualification: 'technician', hour: eur('1500'), validFrom: '2020-01-01' });
  const titles = { titleEs: 'Técnico 1', titleEn: 'Technician 1' };
  const asset = await owner.post<Thing>('/knowledge-assets', {
    code: 'tech-1',
    kind: 'course',
    price: eur('3000'),
    ...titles,
  });
  await owner.post(`/knowledge-assets/${asset.id}/holdings`, {
    ...{ holderId: partnerId, sharePpm: 250_000, validFrom: '2020-01-01', isPerpetual: true },
  });
  expect(await withActor(actor, (tx) => knowledge.door.holdersOf(tx, asset.id, new Date()))).toEqual([
    { partnerId, sharePpm: 250_000 },
  ]);
  const work = await technician.post<Thing>('/knowledge-work', {
    ...{ organisationId: partnerId, qualification: 'technician', workedOn: '2026-11-01', minutes: 150 },
    description: 'Instalación',
  });
  await owner.post(`/knowledge-work/${work.id}/decision`, { approve: true, reason: 'Visto' });
  const balance = async () =>
    (await technician.get<{ items: { balance: { minor: string } }[] }>('/knowledge-credits')).items[0]!.balance.minor;
  expect(await balance()).toBe('3750');
  const buy = () => technician.send('POST', `/knowledge-assets/${asset.id}/accesses`, { organisationId: partnerId });
  const answers = await Promise.all([buy(), buy(), buy()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect(await balance()).toBe('750');
  expect(await knowledge.jobs.merits.run()).toBe(0);
});
