import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LicencesFixture, startLicences } from './licences-fixture.ts';

let hub: LicencesFixture;
beforeAll(async () => {
  hub = await startLicences();
});
afterAll(async () => await hub?.close());

describe('the API', () => {
  test('every route answers 401 without a session', async () => {
    for (const [method, url] of [
      ['GET', '/api/v1/licences'],
      ['POST', '/api/v1/licences'],
      ['GET', `/api/v1/licences/${newId()}`],
      ['POST', '/api/v1/licence-activations'],
      ['POST', '/api/v1/licence-deactivations'],
      ['POST', '/api/v1/usage-reports'],
      ['GET', '/api/v1/licence-keys'],
      ['GET', '/api/v1/licence-policies'],
      ['GET', '/api/v1/licence-decisions'],
    ] as const)
      expect({ url, status: (await hub.ask(null, method, url, method === 'POST' ? {} : undefined)).status }).toEqual({
        url,
        status: 401,
      });
  });

  test('a partner sees the licences of its own customers, and not that others exist', async () => {
    const { licenceId, content } = await hub.issue();
    const own = await hub.issue({ partnerId: null });
    const { technician, seller, stranger, support } = hub.people;
    const idsOf = async (actor: typeof technician) =>
      ((await hub.ask(actor, 'GET', '/api/v1/licences?limit=100')).body as { items: { id: string }[] }).items.map(
        ({ id }) => id,
      );
    expect(await idsOf(seller)).toContain(licenceId);
    expect(await idsOf(seller)).not.toContain(own.licenceId);
    expect(await idsOf(stranger)).toEqual([]);
    expect(await idsOf(support)).toEqual(expect.arrayContaining([licenceId, own.licenceId]));
    expect((await hub.ask(stranger, 'GET', `/api/v1/licences/${licenceId}`)).status).toBe(404);
    expect((await hub.ask(technician, 'GET', `/api/v1/licences/${own.licenceId}`)).status).toBe(404);
    const { request } = hub.machine(content);
    expect((await hub.ask(stranger, 'POST', '/api/v1/licence-activations', { file: request })).status).toBe(404);
    expect((await hub.ask(seller, 'POST', '/api/v1/licence-activations', { file: request })).status).toBe(403);
    expect((await hub.ask(technician, 'POST', '/api/v1/licence-activations', { file: request })).status).toBe(201);
    const details = (await hub.ask(technician, 'GET', `/api/v1/licences/${licenceId}`)).body as {
      seatsTaken: number;
      files: { serial: string }[];
    };
    expect(details.seatsTaken).toBe(1);
    const file = await hub.ask(seller, 'GET', `/api/v1/licences/${licenceId}/files/${details.files[0]!.serial}`);
    expect(file).toMatchObject({
      status: 200,
      body: { name: expect.stringMatching(/^nexus-licencia-L-\d{6}-1\.txt$/) },
    });
    expect(
      (await hub.ask(seller, 'POST', `/api/v1/licences/${licenceId}/revocation`, { reason: 'no quiero' })).status,
    ).toBe(403);
  });

  test('issues by hand, changes terms, and takes files, with problems that name the field', async () => {
    const { finance, support } = hub.people;
    const { sourceId: _source, orderId: _order, ...input } = hub.input();
    const body = {
      ...input,
      kind: 'annual',
      notBefore: '2026-11-01T00:00:00.000Z',
      expires: '2027-11-01T00:00:00.000Z',
    };
    const issued = await hub.ask(finance, 'POST', '/api/v1/licences', body);
    expect(issued.status).toBe(201);
    const { licenceId } = issued.body as { licenceId: string };
    expect((await hub.ask(support, 'POST', '/api/v1/licences', body)).status).toBe(403);
    expect((await hub.ask(finance, 'POST', '/api/v1/licences', { ...body, seats: 0 })).status).toBe(400);
    expect(
      (await hub.ask(finance, 'POST', '/api/v1/licences', { ...body, product: 'unknown-product' })).body,
    ).toMatchObject({ code: 'licences.no_policy' });
    const more = await hub.ask(finance, 'POST', `/api/v1/licences/${licenceId}/files`, {
      reason: 'Más puestos',
      seats: 9,
    });
    expect(more).toMatchObject({ status: 201, body: { seq: 2 } });
    expect((await hub.ask(finance, 'GET', `/api/v1/licences/${licenceId}`)).body).toMatchObject({
      seats: 9,
      expires: '2027-11-01T00:00:00.000Z',
    });
    expect(await hub.ask(support, 'POST', '/api/v1/usage-reports', { file: 'hola' })).toMatchObject({
      status: 422,
      body: { code: 'licence.not_a_licence_file' },
    });
  });
});
