import { createTestClient, openTestSession, type TestClient } from '@nexus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from './setting.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => await hub?.close());

type Created = { id: string };
type Agreements = { unsigned: { id: string; hash: { es: string } }[] };

/** From the public form to somebody who runs an active partner. */
async function takeIn(kind: string, companyName: string, email: string): Promise<{ id: string; admin: TestClient }> {
  const answers = { customers_reached: 25, sector: 'health', sales_expected: 10 };
  const form = { kind, companyName, contactName: 'Rosa Pérez', email, country: 'VE', answers };
  expect((await hub.anonymous.send('POST', '/partner-applications', form)).status).toBe(202);
  const { items } = await hub.owner.get<{ items: (Created & { email: string })[] }>('/partner-applications');
  const { id: applicationId } = items.find((one) => one.email === email)!;
  await hub.owner.post(`/partner-applications/${applicationId}/score`, { answers: {} });
  const approved = await hub.owner.post<{ partnerId: string; invitation: { token: string } }>(
    `/partner-applications/${applicationId}/approve`,
    {},
  );
  const accepting = { token: approved.invitation.token, password: 'tortuga violeta 47 balcones' };
  const session = await openTestSession(hub.running.url, '/invitations/accept', accepting);
  const admin = createTestClient(hub.running.url, session);
  const id = approved.partnerId;
  expect((await hub.owner.send('POST', `/partners/${id}/status`, { status: 'active' })).status).toBe(409);
  const { unsigned } = await admin.get<Agreements>(`/partners/${id}/agreements`);
  for (const { id: agreementId, hash } of unsigned) {
    const signature = { partnerId: id, signerName: 'Rosa Pérez', language: 'es', textHash: hash.es };
    await admin.post(`/agreements/${agreementId}/signatures`, signature);
  }
  await hub.owner.post(`/partners/${id}/status`, { status: 'active' });
  return { id, admin };
}

test('a consultant applies, signs and registers a hospital; a distributor is refused, and a place is held alone', async () => {
  await hub.owner.post('/agreements', {
    code: 'terms',
    title: { es: 'Condiciones', en: 'Terms' },
    body: { es: 'Texto', en: 'Text' },
    signBy: '2099-01-01T00:00:00Z',
  });
  const consultant = await takeIn('marketing_consultant', 'Salud Digital', 'rosa@saluddigital.example');
  const distributor = await takeIn('regional_distributor', 'Distribuciones Centro', 'leo@centro.example');

  const country = await hub.owner.post<Created>('/territories', {
    parentId: null,
    kind: 'country',
    code: 'VE',
    name: { es: 'Venezuela', en: 'Venezuela' },
  });
  const grant = {
    partnerId: distributor.id,
    territoryId: country.id,
    isExclusive: true,
    productLine: 'servers',
    reason: 'Contrato',
  };
  await hub.owner.post('/territory-grants', grant);

  const deal = {
    productLine: 'vault',
    customerName: 'Hospital Clínico, C.A.',
    taxId: 'J-123',
    country: 'VE',
    region: 'Distrito Capital',
    contactName: 'Dra. Sol',
    value: { minor: '4250000', currency: 'EUR' },
    evidence: 'Reunión con la dirección el 12 de noviembre',
  };
  const registered = await consultant.admin.post<Created>('/deals', deal);
  const clash = await distributor.admin.send<{ code: string }>('POST', '/deals', {
    ...deal,
    customerName: 'HOSPITAL CLINICO',
  });
  expect([clash.status, clash.body.code]).toEqual([409, 'crm.deal_conflict']);
  const alone = await consultant.admin.send<{ code: string }>('POST', '/deals', { ...deal, productLine: 'servers' });
  expect([alone.status, alone.body.code]).toEqual([409, 'crm.deal_territory']);

  const approved = await hub.owner.post<{ state: string; opportunityId: string }>(
    `/deals/${registered.id}/approve`,
    {},
  );
  expect(approved.state).toBe('approved');
  const { stages } = await consultant.admin.get<{ stages: (Created & { code: string })[] }>(
    `/opportunities/${approved.opportunityId}`,
  );
  const won = stages.find(({ code }) => code === 'won')!;
  const moved = await consultant.admin.send(
    'PUT',
    `/opportunities/${approved.opportunityId}/stage`,
    { stageId: won.id },
    { 'if-match': '*' },
  );
  expect(moved.status).toBe(200);
  expect(await consultant.admin.get(`/deals/${registered.id}`)).toMatchObject({ state: 'won' });
  expect((await distributor.admin.send('GET', `/deals/${registered.id}`)).status).toBe(404);

  const health = await hub.owner.get<{ totalMinor: string; concentration: { rows: { partnerId: string }[] } }>(
    '/partner-health',
  );
  expect([health.totalMinor, health.concentration.rows.map(({ partnerId }) => partnerId)]).toEqual([
    '4250000',
    [consultant.id],
  ]);
});
