import type { Tx } from '@nexus/db';
import { newId, type PersonActor } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHub, type TestHub } from './setting.ts';

let hub: TestHub;
let partnerId: string;
let otherPartnerId: string;

/** Partners are opened by the module of applications; here by its port. */
async function openPartner(name: string): Promise<string> {
  const id = newId();
  const actor: PersonActor = { kind: 'person', personId: hub.owner.personId, sessionId: newId() };
  const { organisations } = hub.running.hub;
  await hub.running.hub.withActor(actor, (tx: Tx) =>
    organisations.organisations.openPartner(tx, actor, { id, name, country: 'VE' }),
  );
  return id;
}

beforeAll(async () => {
  hub = await startTestHub();
  partnerId = await openPartner('Consultora Ávila');
  otherPartnerId = await openPartner('Distribuidora Llanos');
});
afterAll(() => hub?.close());

test('whoever sets the hub up owns the network', async () => {
  expect(await hub.owner.get('/me/organisations')).toEqual({
    items: [{ organisationId: hub.networkId, name: 'Nexus', kind: 'network', roles: ['owner'] }],
  });
});

test('without a session there is nothing', async () => {
  for (const path of ['/me/organisations', '/organisations', `/organisations/${partnerId}`])
    expect((await hub.anonymous.send('GET', path)).status).toBe(401);
});

describe('a partner', () => {
  test('sees its own organisation and its people, and no other', async () => {
    const admin = await hub.invite(partnerId, 'partner_admin', 'Ana Admin');
    const { items } = await admin.get<{ items: { id: string }[] }>('/organisations');
    expect(items.map(({ id }) => id)).toEqual([partnerId]);
    expect((await admin.send('GET', `/organisations/${otherPartnerId}`)).status).toBe(404);
    expect((await admin.send('GET', `/organisations/${hub.networkId}/members`)).status).toBe(404);
    const members = await admin.get<{ items: { name: string }[] }>(`/organisations/${partnerId}/members`);
    expect(members.items.map(({ name }) => name)).toContain('Ana Admin');
  });

  test('its administrator invites sellers, its sellers nobody, and nobody into the network', async () => {
    const admin = await hub.invite(partnerId, 'partner_admin');
    const seller = await hub.invite(partnerId, 'partner_seller');
    const body = { name: 'Nueva', email: `nueva.${newId()}@example.org`, role: 'technician' };
    const invited = await admin.send('POST', `/organisations/${partnerId}/members`, body);
    expect(invited.status).toBe(201);
    expect((await seller.send('POST', `/organisations/${partnerId}/members`, body)).status).toBe(403);
    expect((await admin.send('POST', `/organisations/${hub.networkId}/members`, body)).status).toBe(404);
    const wrong = await admin.send('POST', `/organisations/${partnerId}/members`, { ...body, role: 'owner' });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'organisations.role_not_here' } });
  });

  test('somebody with an account gets the role and no second account', async () => {
    const body = { name: 'Doble', email: `doble.${newId()}@example.org`, role: 'affiliate' };
    const first = await hub.owner.post<{ personId: string }>(`/organisations/${partnerId}/members`, body);
    const second = await hub.owner.post<{ personId: string; invitation: null }>(
      `/organisations/${otherPartnerId}/members`,
      body,
    );
    expect(second).toEqual({ personId: first.personId, invitation: null });
    const again = await hub.owner.send('POST', `/organisations/${partnerId}/members`, body);
    expect(again).toMatchObject({ status: 409, body: { code: 'organisations.role_held' } });
  });

  test('is suspended by the network alone, and then acts nowhere', async () => {
    const id = await openPartner('Agencia Caroní');
    const admin = await hub.invite(id, 'partner_admin');
    const own = await admin.send(
      'PATCH',
      `/organisations/${id}`,
      { state: 'active', name: 'Agencia Caroní C.A.' },
      {
        'if-match': '"v1"',
      },
    );
    expect(own.status).toBe(200);
    const self = await admin.send('PATCH', `/organisations/${id}`, { state: 'closed' }, { 'if-match': own.etag! });
    expect(self.status).toBe(403);
    await hub.owner.patch(`/organisations/${id}`, { state: 'suspended' }, own.etag!);
    expect(await admin.get('/me/organisations')).toEqual({ items: [] });
    expect((await admin.send('GET', `/organisations/${id}`)).status).toBe(404);
  });
});

test('two owners who remove each other at the same moment leave one', async () => {
  const second = await hub.invite(hub.networkId, 'owner', 'Segunda Dueña');
  const path = (personId: string) => `/organisations/${hub.networkId}/members/${personId}/roles/owner`;
  const answers = await Promise.all([
    hub.owner.send('DELETE', path(second.personId)),
    second.send('DELETE', path(hub.owner.personId)),
  ]);
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses[0]).toBe(204);
  expect([403, 404, 409]).toContain(statuses[1]);
});
