import { armour, newSigningKey, openIssued, publicPemOf, readPublicPem, signIntermediate } from '@nexus/licence-file';
import type { TestClient } from '@nexus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from './setting.ts';

type Thing = { id: string };
type Line = {
  kind: string;
  level: number;
  isReversal: boolean;
  ratePpm: number;
  amount: { minor: string };
  base: { minor: string };
};
type Statement = { items: Line[]; totals: { earned: { minor: string }; reversed: { minor: string } }[] };

const root = newSigningKey();
let hub: TestHub;
let channel: TestClient;
let finance: TestClient;

beforeAll(async () => {
  hub = await startTestHub();
  channel = await hub.invite(hub.networkId, 'channel_manager', 'Carla Canal');
  finance = await hub.invite(hub.networkId, 'finance', 'Félix Finanzas');
  await adoptIssuer();
});
afterAll(() => hub?.close());

/** Keys from an offline root, and what every licence of the vault says. */
async function adoptIssuer(): Promise<void> {
  const { owner } = hub;
  const instant = (moment: Date) => `${moment.toISOString().slice(0, 19)}Z`;
  const { publicPem } = await owner.post<{ publicPem: string }>('/licence-keys');
  const certificate = signIntermediate(
    {
      issuedAt: instant(new Date()),
      publicKey: readPublicPem(publicPem).bytes.toString('base64'),
      issuer: 'Red de ejemplo',
      purposes: ['licence', 'revocations', 'activation-response'],
      notBefore: instant(new Date(Date.now() - 60_000)),
      notAfter: instant(new Date(Date.now() + 365 * 86_400_000)),
    },
    root,
  );
  await owner.post('/licence-roots', { publicPem: publicPemOf(root) });
  await owner.post('/licence-keys/certificates', { file: armour(certificate) });
  const terms = { warnDays: 30, graceDays: 15, activateWithinDays: 30, marksNeeded: 3, yearlyReleases: 1 };
  await owner.post('/licence-policies', { product: 'nexus-vault', kind: 'hybrid', ...terms, refund: 'suspend' });
}

/** From the public form to an active partner. */
async function becomePartner(kind: string, companyName: string, domain: string): Promise<string> {
  await hub.anonymous.post('/partner-applications', {
    kind,
    companyName,
    contactName: `Contacto de ${companyName}`,
    email: `contacto@${domain}`,
    country: 'VE',
  });
  const { items } = await channel.get<{ items: (Thing & { companyName: string })[] }>('/partner-applications');
  const { id } = items.find((each) => each.companyName === companyName)!;
  await channel.post(`/partner-applications/${id}/score`, {});
  const { partnerId } = await channel.post<{ partnerId: string }>(`/partner-applications/${id}/approve`, {});
  await channel.post(`/partners/${partnerId}/status`, { status: 'active' });
  return partnerId;
}

/** A hybrid licence with knowledge of the founder in it. */
async function sellable(founderId: string): Promise<{ listId: string; planId: string }> {
  const { owner } = hub;
  const asset = await owner.post<Thing>('/knowledge-assets', {
    code: 'metodo-nexus',
    kind: 'method',
    titleEs: 'Método Nexus',
    titleEn: 'Nexus method',
    price: { minor: '10000', currency: 'EUR' },
  });
  await owner.post(`/knowledge-assets/${asset.id}/holdings`, {
    holderId: founderId,
    sharePpm: 1_000_000,
    validFrom: '2020-01-01',
    isPerpetual: true,
  });
  const names = { nameEs: 'Bóveda', nameEn: 'Vault' };
  const list = await owner.post<Thing>('/price-lists', {
    code: 'eur',
    nameEs: 'Europa',
    nameEn: 'Europe',
    currency: 'EUR',
  });
  const product = await owner.post<Thing>('/products', {
    code: 'nexus-vault',
    kind: 'software',
    productLine: 'vault',
    entitlement: 'health',
    knowledgeAssetId: asset.id,
    ...names,
  });
  const plan = await owner.post<Thing>('/price-plans', {
    productId: product.id,
    code: 'hybrid',
    model: 'hybrid',
    ...names,
  });
  const flat = (charge: string, unit: string, priceMinor: string) => ({
    charge,
    unit,
    scheme: 'flat',
    tiers: [{ fromQuantity: '0', priceMinor }],
  });
  const version = await owner.post<Thing>(`/price-plans/${plan.id}/versions`, {
    priceListId: list.id,
    effectiveFrom: '2020-01-01',
    maintenancePpm: 0,
    entitlements: ['health'],
    components: [
      flat('once', 'contract', '800000'),
      flat('yearly', 'contract', '200000'),
      flat('usage', 'ai_query', '5'),
    ],
  });
  await owner.post(`/price-plan-versions/${version.id}/publication`, undefined);
  await owner.post('/tax-rates', { country: 'VE', name: 'IVA', ratePpm: 160_000, validFrom: '2020-01-01' });
  return { listId: list.id, planId: plan.id };
}

/** What follows from a sale, to its end. */
const follow = () => hub.running.hub.orderToCash.run();

test('an order becomes invoice, licence and commissions of every level, and a refund takes back exactly what it gave', async () => {
  const founder = await becomePartner('reseller', 'Fundadora de Ejemplo', 'example.org');
  const sponsor = await becomePartner('affiliate', 'Afiliada de Ejemplo', 'example.com');
  const consultant = await becomePartner('marketing_consultant', 'Consultora Ávila', 'example.net');
  await channel.post(`/partners/${consultant}/sponsorships`, { sponsorId: sponsor, reason: 'La trajo a la red.' });
  const seller = await hub.invite(consultant, 'partner_admin', 'Sara Vega');
  const { listId, planId } = await sellable(founder);

  const quote = await seller.post<Thing>('/quotes', {
    partnerId: consultant,
    priceListId: listId,
    customer: { name: 'Hospital Central de Ejemplo', country: 'VE' },
    terms: { validUntil: '2099-12-31', schedule: { kind: 'single', dueDays: 30 }, items: [{ kind: 'plan', planId }] },
  });
  const { token } = await seller.post<{ token: string }>(`/quotes/${quote.id}/sending`, undefined);
  await hub.anonymous.post('/offers/acceptance', { token, name: 'Dra. Rivas' });
  await follow();
  expect(await stuckSteps()).toEqual([]);

  // The licence is there, in a file that a vault believes.
  const licences = await seller.get<{ items: (Thing & { kind: string; entitlements: string[] })[] }>('/licences');
  expect(licences.items).toMatchObject([{ kind: 'hybrid', entitlements: ['health'] }]);
  const detail = await channel.get<{ files: { serial: string }[] }>(`/licences/${licences.items[0]!.id}`);
  const file = await channel.send('GET', `/licences/${licences.items[0]!.id}/files/${detail.files[0]!.serial}`);
  const text = typeof file.body === 'string' ? file.body : (file.body as { text: string }).text;
  expect(openIssued('licence', text, { roots: [root] }).content).toMatchObject({ kind: 'hybrid', modules: ['health'] });

  // 10,000.00 net and 16 % tax, paid.
  const invoices = await finance.get<{ items: Thing[] }>('/invoices');
  expect(invoices.items).toHaveLength(1);
  const invoiceId = invoices.items[0]!.id;
  await finance.post(`/invoices/${invoiceId}/payments`, {
    externalId: 'transferencia-1',
    amount: { minor: '1160000', currency: 'EUR' },
    paidAt: new Date().toISOString(),
  });
  await follow();
  expect(await stuckSteps()).toEqual([]);

  // Consultant 25 %, her sponsor 5 %, the founder 5 %, of 8,000.00 and of 2,000.00.
  expect(await earned(consultant)).toEqual({ direct: [200_000n, 50_000n] });
  expect(await earned(sponsor)).toEqual({ override: [40_000n, 10_000n] });
  expect(await earned(founder)).toEqual({ royalty: [40_000n, 10_000n] });
  const own = await seller.get<Statement>(`/partners/${consultant}/statements/${month()}`);
  expect(own.totals[0]!.earned.minor).toBe('250000');
  expect((await seller.send('GET', `/partners/${sponsor}/statements/${month()}`)).status).toBe(404);

  // A quarter back, then the rest.
  const lineIds = (await finance.get<{ lines: Thing[] }>(`/invoices/${invoiceId}`)).lines.map(({ id }) => id);
  await finance.post(`/invoices/${invoiceId}/credit-notes`, {
    kind: 'refund',
    externalId: 'devolucion-1',
    reason: 'Parte no entregada.',
    lines: [{ invoiceLineId: lineIds[0], net: { minor: '250001', currency: 'EUR' } }],
  });
  await finance.post(`/invoices/${invoiceId}/credit-notes`, {
    kind: 'refund',
    externalId: 'devolucion-2',
    reason: 'El resto.',
  });
  await follow();
  expect(await stuckSteps()).toEqual([]);
  for (const partner of [consultant, sponsor, founder]) expect(await balance(partner)).toBe(0n);
  expect(await hub.running.hub.ledger.check()).toMatchObject({ fault: null, differences: [] });
});

function month(): string {
  return hub.running.hub.calendar.monthOf(new Date());
}

async function stuckSteps(): Promise<unknown[]> {
  return (await hub.owner.get<{ items: unknown[] }>('/flow/stuck-steps')).items;
}

async function earned(partnerId: string): Promise<Record<string, bigint[]>> {
  const { items } = await finance.get<Statement>(`/partners/${partnerId}/statements/${month()}`);
  const found: Record<string, bigint[]> = {};
  for (const { kind, isReversal, amount } of items)
    if (!isReversal) found[kind] = [...(found[kind] ?? []), BigInt(amount.minor)];
  return found;
}

async function balance(partnerId: string): Promise<bigint> {
  const { items } = await finance.get<Statement>(`/partners/${partnerId}/statements/${month()}?limit=200`);
  return items.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
}
