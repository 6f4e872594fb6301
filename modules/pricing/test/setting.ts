import { createTestHttpApp } from '@nexus/http/testing';
import { businessCalendar, fixedClock, newId, type PersonActor } from '@nexus/kernel';
import { createPricingModule, type Membership, pricingConflicts, pricingMigrations } from '@nexus/pricing';
import { actingPerson, actingStub, createTestDatabase, networkOrganisation, type TestDatabase } from '@nexus/testing';

export type Recorded = { action: string; objects: readonly { kind: string; id: string }[] };

/** The module on a real database, with one person of each role that matters. */
export async function startPricing() {
  const db = await createTestDatabase({ modules: [actingStub, pricingMigrations], conflicts: pricingConflicts });
  const clock = fixedClock(new Date('2026-12-01T15:00:00Z'));
  const recorded: Recorded[] = [];
  const module = createPricingModule({
    database: db.database,
    organisations: {
      rolesOf: (_, personId) => membershipsOf(db, personId),
      namesOf: async (_, ids) => new Map(ids.map((id) => [id, `Organisation ${id.slice(-4)}`])),
    },
    audit: {
      record: async (_, { action, objects = [] }) => {
        recorded.push({ action, objects });
      },
    },
    clock,
    calendar: businessCalendar('America/Caracas'),
  });
  const partner = { id: newId(), kind: 'partner' as const };
  const otherPartner = { id: newId(), kind: 'partner' as const };
  const people = {
    owner: await actingPerson(db, networkOrganisation, 'owner'),
    channelManager: await actingPerson(db, networkOrganisation, 'channel_manager'),
    finance: await actingPerson(db, networkOrganisation, 'finance'),
    support: await actingPerson(db, networkOrganisation, 'support'),
    seller: await actingPerson(db, partner, 'partner_seller'),
    partnerAdmin: await actingPerson(db, partner, 'partner_admin'),
    technician: await actingPerson(db, partner, 'technician'),
    stranger: await actingPerson(db, otherPartner, 'partner_admin'),
    nobody: { kind: 'person', personId: newId(), sessionId: newId() } satisfies PersonActor,
  };
  const sessions = Object.entries(people).map(([name, { personId, sessionId }]) => [name, { personId, sessionId }]);
  const app = await createTestHttpApp(Object.fromEntries(sessions));
  module.routes(app);
  await app.ready();

  async function call(
    who: keyof typeof people | null,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ) {
    const authorization: Record<string, string> = who === null ? {} : { authorization: `Bearer ${who}` };
    const payload = body === undefined ? {} : { payload: body as object };
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: { ...authorization, ...headers },
      ...payload,
    });
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: isJson ? answer.json() : null,
      headers: answer.headers,
      raw: answer.rawPayload,
    };
  }

  return {
    ...{ db, clock, module, partner, otherPartner, people, recorded, call },
    async close() {
      await app.close();
      await db.close();
    },
  };
}

export type Setting = Awaited<ReturnType<typeof startPricing>>;

async function membershipsOf(db: TestDatabase, personId: string): Promise<Membership[]> {
  const rows = await db.asOwner<{ organisation_id: string; kind: 'network' | 'partner'; role: string }>(
    'select organisation_id, kind, role from acting_stub_members where person_id = $1',
    [personId],
  );
  return rows.map(({ organisation_id, kind, role }) => ({ organisationId: organisation_id, kind, roles: [role] }));
}

/** A hybrid plan with modules and training, as the hospital of the story buys it. */
export async function seedCatalogue({ call }: Pick<Setting, 'call'>) {
  const made = async (url: string, body: unknown) => {
    const answer = await call('owner', 'POST', url, body);
    if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body as { id: string };
  };
  const eur = await made('/price-lists', { code: 'eur', nameEs: 'Europa', nameEn: 'Europe', currency: 'EUR' });
  const clp = await made('/price-lists', { code: 'clp', nameEs: 'Chile', nameEn: 'Chile', currency: 'CLP' });
  const vault = await made('/products', {
    code: 'vault',
    kind: 'software',
    nameEs: 'Nexus',
    nameEn: 'Nexus',
    productLine: 'vault',
    entitlement: 'core',
    knowledgeAssetId: newId(),
  });
  const training = await made('/products', {
    code: 'training',
    kind: 'service',
    serviceKind: 'training',
    nameEs: 'Capacitación',
    nameEn: 'Training',
    productLine: 'services',
  });
  const hybrid = await made('/price-plans', {
    productId: vault.id,
    code: 'vault-hybrid',
    model: 'hybrid',
    nameEs: 'Híbrido',
    nameEn: 'Hybrid',
  });
  const days = await made('/price-plans', {
    productId: training.id,
    code: 'training-days',
    model: 'service',
    nameEs: 'Por día',
    nameEn: 'By the day',
  });
  const component = (charge: string, unit: string, ...prices: string[]) => ({
    charge,
    unit,
    scheme: prices.length > 1 ? 'graduated' : 'flat',
    tiers: prices.map((priceMinor, index) => ({ fromQuantity: String(index * 50), priceMinor })),
  });
  const published = async (planId: string, body: Record<string, unknown>) => {
    const draft = await made(`/price-plans/${planId}/versions`, {
      priceListId: eur.id,
      effectiveFrom: '2026-01-01',
      ...body,
    });
    await made(`/price-plan-versions/${draft.id}/publication`, undefined);
    return draft;
  };
  const hybridPrices = await published(hybrid.id, {
    maintenancePpm: 180_000,
    entitlements: ['answers', 'graph'],
    components: [
      component('once', 'contract', '5000000'),
      component('monthly', 'user', '1999', '1499'),
      { ...component('usage', 'ai_query', '5000'), perUnits: '1000' },
    ],
  });
  await published(days.id, { components: [component('once', 'day', '95050')] });
  await made('/tax-rates', { country: 'VE', name: 'IVA', ratePpm: 160_000, validFrom: '2020-01-01' });
  await made('/tax-rates', { country: 'ES', name: 'IVA', ratePpm: 210_000, validFrom: '2020-01-01' });
  await made('/tax-rates', {
    country: 'ES',
    region: 'Canarias',
    name: 'IGIC',
    ratePpm: 70_000,
    validFrom: '2020-01-01',
  });
  return { eur, clp, vault, training, hybrid, days, hybridPrices, published, made, component };
}

export type Catalogue = Awaited<ReturnType<typeof seedCatalogue>>;

export function hospitalQuote({ eur, hybrid, days }: Catalogue, partnerId: string | null, discountPpm = 0) {
  return {
    partnerId,
    priceListId: eur.id,
    customer: { name: 'Hospital Central', country: 'VE' },
    terms: {
      validUntil: '2026-12-31',
      schedule: {
        kind: 'milestones',
        milestones: [
          { label: 'Firma', sharePpm: 400_000, dueDays: 0 },
          { label: 'Puesta en marcha', sharePpm: 600_000, dueDays: null },
        ],
      },
      items: [
        { kind: 'plan', planId: hybrid.id, quantities: { user: '60' }, discountPpm, withMaintenance: true },
        { kind: 'plan', planId: days.id, quantities: { day: '3' } },
      ],
    },
  };
}
