import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PartnersFixture, startPartners } from './partners-fixture.ts';

let hub: PartnersFixture;
beforeAll(async () => {
  hub = await startPartners();
});
afterAll(async () => await hub?.close());

const codeOf = ({ body }: { body: never }) => (body as { code?: string } | null)?.code;
const sponsor = (partnerId: string, sponsorId: string, more: object = {}) =>
  hub.ask(hub.manager, 'POST', `/partners/${partnerId}/sponsorships`, { sponsorId, reason: 'la trajo', ...more });
const sponsorsOf = (partnerId: string, at: Date) =>
  hub.db.database.withWorker('test', async (tx) => (await hub.module.facts.attributionOf(tx, partnerId, at)).sponsors);

describe('sponsors', () => {
  it('are the nearest three of the line as it was at the moment', async () => {
    const line = await Promise.all(Array.from({ length: 5 }, () => hub.partner()));
    const [a, b, c, d, e] = line.map(({ id }) => id) as [string, string, string, string, string];
    for (const [child, parent] of [
      [b, a],
      [c, b],
      [d, c],
      [e, d],
    ] as const)
      expect((await sponsor(child, parent)).status).toBe(201);
    const then = hub.clock.now();
    expect(await sponsorsOf(e, then)).toEqual([d, c, b]);
    hub.clock.advance(1000);
    const { items } = (await hub.ask(hub.manager, 'GET', `/partners/${e}/sponsorships`)).body as {
      items: { id: string }[];
    };
    expect((await hub.ask(hub.manager, 'POST', `/sponsorships/${items[0]!.id}/end`, { reason: 'cambio' })).status).toBe(
      204,
    );
    expect((await sponsor(e, a)).status).toBe(201);
    expect(await sponsorsOf(e, hub.clock.now())).toEqual([a]);
    expect(await sponsorsOf(e, then)).toEqual([d, c, b]);
    const recruits = (await hub.ask(line[0]!.admin, 'GET', '/my/recruits')).body as { items: { id: string }[] };
    expect(recruits.items.map(({ id }) => id).sort()).toEqual([b, e].sort());
  });

  it('are never two at once, nor a circle, nor oneself', async () => {
    const [a, b, c] = (await Promise.all([hub.partner(), hub.partner(), hub.partner()])).map(({ id }) => id) as [
      string,
      string,
      string,
    ];
    await sponsor(b, a);
    await sponsor(c, b);
    expect(codeOf(await sponsor(b, c))).toBe('partners.sponsor_circle');
    expect(codeOf(await sponsor(a, c))).toBe('partners.sponsor_circle');
    expect(codeOf(await sponsor(c, a))).toBe('partners.sponsor_taken');
    expect(codeOf(await sponsor(a, a))).toBe('partners.self_referral');
    expect(
      codeOf(await sponsor(a, c, { from: '2020-01-01T00:00:00Z', until: '2020-02-01T00:00:00Z' })),
    ).toBeUndefined();
  });

  it('do not close a circle when two links are made at the same moment', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [a, b, c] = (await Promise.all([hub.partner(), hub.partner(), hub.partner()])).map(({ id }) => id) as [
        string,
        string,
        string,
      ];
      const all = await Promise.all([sponsor(a, b), sponsor(b, c), sponsor(c, a)]);
      expect(all.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
    }
  });

  it('stand in a line no longer than the programme allows', async () => {
    await hub.db.asOwner('update partner_rules set max_sponsor_depth = 4');
    const ids = (await Promise.all(Array.from({ length: 6 }, () => hub.partner()))).map(({ id }) => id);
    for (let n = 1; n <= 4; n += 1) expect((await sponsor(ids[n]!, ids[n - 1]!)).status).toBe(201);
    expect(codeOf(await sponsor(ids[5]!, ids[4]!))).toBe('partners.sponsor_depth');
    await hub.db.asOwner('update partner_rules set max_sponsor_depth = 20');
  });

  it('are not the partner itself under a shared domain, tax id or bank account', async () => {
    const [a, b] = [await hub.partner({ domain: 'misma.example' }), await hub.partner({ domain: 'misma.example' })];
    expect(codeOf(await sponsor(b.id, a.id))).toBe('partners.self_referral');

    const account = { method: 'iban', holder: 'Ana', iban: 'ES9121000418450200051332', bic: null };
    const [top, middle, low] = [await hub.partner(), await hub.partner(), await hub.partner()];
    const bank = (one: typeof top) =>
      hub.ask(one.admin, 'POST', `/partners/${one.id}/bank-details`, { account, currency: 'EUR' });
    await bank(top);
    await sponsor(middle.id, top.id);
    await sponsor(low.id, middle.id);
    expect(codeOf(await bank(low))).toBe('partners.self_referral');
    const outside = await hub.partner();
    expect((await bank(outside)).status).toBe(201);
    expect(codeOf(await sponsor(outside.id, middle.id))).toBe('partners.self_referral');

    const old = await hub.partner({ taxId: 'J-1' });
    await hub.db.asOwner(`update partners set status = 'ended' where id = $1`, [old.id]);
    const back = await hub.partner({ taxId: 'J-1' });
    expect(codeOf(await sponsor(back.id, old.id))).toBe('partners.self_referral');
    const late = await hub.partner();
    await sponsor(late.id, old.id);
    await hub.db.asOwner(`update partners set status = 'ended' where id = $1`, [back.id]);
    expect(
      codeOf(await hub.ask(hub.manager, 'PATCH', `/partners/${late.id}`, { taxId: 'j 1' }, { 'if-match': '*' })),
    ).toBe('partners.self_referral');
  });

  it('are recorded by the office alone', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    expect(
      (await hub.ask(a.admin, 'POST', `/partners/${a.id}/sponsorships`, { sponsorId: b.id, reason: 'x' })).status,
    ).toBe(403);
    expect((await hub.ask(a.admin, 'GET', '/sponsorships/tree')).status).toBe(403);
    expect(
      ((await hub.ask(hub.finance, 'GET', '/sponsorships/tree')).body as { items: unknown[] }).items.length,
    ).toBeGreaterThan(2);
  });
});

describe('territories', () => {
  const places: Record<string, string> = {};
  const add = async (name: string, kind: string, code: string, parent: string | null) => {
    const { status, body } = await hub.ask(hub.manager, 'POST', '/territories', {
      parentId: parent === null ? null : places[parent]!,
      kind,
      code,
      name: { es: name, en: name },
    });
    if (status === 201) places[name] = (body as { id: string }).id;
    return { status, body };
  };
  const grant = (partnerId: string, place: string, isExclusive: boolean, more: object = {}) =>
    hub.ask(hub.manager, 'POST', '/territory-grants', {
      partnerId,
      territoryId: places[place]!,
      isExclusive,
      reason: 'contrato',
      ...more,
    });
  const distributor = () => hub.partner({ kind: 'regional_distributor' });

  beforeAll(async () => {
    await add('Venezuela', 'country', 'VE', null);
    await add('Distrito Capital', 'region', 'Distrito Capital', 'Venezuela');
    await add('1010', 'postcode', '1010', 'Distrito Capital');
    await add('Zulia', 'region', 'Zulia', 'Venezuela');
    await add('Salud', 'segment', 'health', 'Venezuela');
    await add('Gobierno', 'segment', 'government', 'Venezuela');
    await add('Salud de la capital', 'segment', 'health', 'Distrito Capital');
    await add('Zuliana', 'region', 'Zulia-2', 'Venezuela');
    await add('Colombia', 'country', 'CO', null);
  });

  it('form a tree with an order', async () => {
    const { items } = (await hub.ask(hub.stranger, 'GET', '/territories')).body as { items: { path: string }[] };
    expect(items.map(({ path }) => path)).toContain('ve/distrito-capital/~health');
    expect(codeOf(await add('x', 'country', 'xx', 'Zulia'))).toBe('partners.territory_order');
    expect(codeOf(await add('y', 'region', 'zulia', 'Venezuela'))).toBe('partners.territory_code_taken');
    expect(codeOf(await add('z', 'segment', 'health', null))).toBe('partners.territory_order');
    expect(
      (
        await hub.ask(hub.stranger, 'POST', '/territories', {
          parentId: null,
          kind: 'country',
          code: 'ec',
          name: { es: 'E', en: 'E' },
        })
      ).status,
    ).toBe(403);
  });

  it('are exclusive along the tree: what is above and below is taken too', async () => {
    const [a, b] = [await distributor(), await distributor()];
    const free = { productLine: 'vault' };
    expect((await grant(a.id, 'Distrito Capital', true, free)).status).toBe(201);
    for (const place of ['Venezuela', 'Distrito Capital', '1010', 'Salud de la capital', 'Salud'])
      expect(codeOf(await grant(b.id, place, true, free))).toBe('partners.territory_exclusive');
    for (const place of ['Zulia', 'Zuliana', 'Colombia'])
      expect((await grant(b.id, place, true, free)).status).toBe(201);
    // Also a grant that is not exclusive, and one for all product lines; not one for another line.
    expect(codeOf(await grant(b.id, '1010', false, free))).toBe('partners.territory_exclusive');
    expect(codeOf(await grant(b.id, '1010', true))).toBe('partners.territory_exclusive');
    expect((await grant(b.id, '1010', true, { productLine: 'servers' })).status).toBe(201);
  });

  it('keep two segments of one place apart', async () => {
    const [a, b] = [await distributor(), await distributor()];
    const line = { productLine: 'segments' };
    expect((await grant(a.id, 'Salud', true, line)).status).toBe(201);
    expect((await grant(b.id, 'Gobierno', true, line)).status).toBe(201);
    expect(codeOf(await grant(b.id, 'Salud de la capital', true, line))).toBe('partners.territory_exclusive');
    expect(codeOf(await grant(b.id, 'Zulia', true, line))).toBe('partners.territory_exclusive');
  });

  it('are free again after the end, and before the beginning', async () => {
    const [a, b] = [await distributor(), await distributor()];
    const line = { productLine: 'times' };
    const later = new Date(hub.clock.now().getTime() + 86_400_000).toISOString();
    expect((await grant(a.id, 'Zulia', true, { ...line, until: later })).status).toBe(201);
    expect(codeOf(await grant(b.id, 'Venezuela', true, line))).toBe('partners.territory_exclusive');
    expect((await grant(b.id, 'Venezuela', true, { ...line, from: later })).status).toBe(201);
  });

  it('go to one of fifty who ask at the same moment', async () => {
    const partners = await Promise.all(Array.from({ length: 50 }, () => distributor()));
    const places = ['Venezuela', 'Distrito Capital', '1010', 'Salud de la capital'];
    const all = await Promise.all(
      partners.map(({ id }, n) =>
        grant(id, n % 2 ? 'Distrito Capital' : places[n % 4]!, true, { productLine: 'race' }),
      ),
    );
    const won = all.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(new Set(all.filter(({ status }) => status !== 201).map(codeOf))).toEqual(
      new Set(['partners.territory_exclusive']),
    );
  });

  it('let others in by a waiver that names them', async () => {
    const [holder, guest, other] = [await distributor(), await hub.partner(), await distributor()];
    const line = { productLine: 'waived' };
    const { id } = (await grant(holder.id, 'Distrito Capital', true, line)).body as { id: string };
    expect(codeOf(await grant(guest.id, '1010', false, line))).toBe('partners.territory_exclusive');
    const waive = (partnerId: string) =>
      hub.ask(hub.manager, 'POST', `/territory-grants/${id}/waivers`, { partnerId, reason: 'acuerdo' });
    expect((await waive(guest.id)).status).toBe(204);
    expect(codeOf(await waive(guest.id))).toBe('partners.waiver_recorded');
    expect((await grant(guest.id, '1010', false, line)).status).toBe(201);
    const check = (partnerId: string | null, place: object) =>
      hub.db.database.withWorker('test', (tx) =>
        hub.module.facts.checkTerritory(
          tx,
          partnerId,
          { country: 'VE', region: 'Distrito Capital', postcode: '1010', productLine: 'waived', ...place },
          hub.clock.now(),
        ),
      );
    expect(await check(holder.id, {})).toEqual({ isFree: true });
    expect(await check(guest.id, {})).toEqual({ isFree: true });
    expect(await check(other.id, {})).toEqual({ isFree: false, reason: 'exclusive_elsewhere' });
    expect(await check(null, { segment: 'health' })).toEqual({ isFree: false, reason: 'exclusive_elsewhere' });
    expect(await check(other.id, { region: 'Zulia' })).toEqual({ isFree: true });
    // A new holder below finds the guest there.
    await hub.ask(hub.manager, 'POST', `/territory-grants/${id}/end`, { reason: 'fin' });
    expect(codeOf(await grant(other.id, '1010', true, line))).toBe('partners.territory_exclusive');
  });

  it('are exclusive only for kinds whose terms say so, and only the office grants them', async () => {
    const { id, admin } = await hub.partner();
    expect(codeOf(await grant(id, 'Colombia', true, { productLine: 'kinds' }))).toBe('partners.kind_not_exclusive');
    const body = {
      partnerId: id,
      territoryId: places['Colombia'],
      isExclusive: false,
      reason: 'x',
      productLine: 'kinds',
    };
    expect((await hub.ask(admin, 'POST', '/territory-grants', body)).status).toBe(403);
    expect((await hub.ask(admin, 'GET', '/territory-grants')).status).toBe(403);
    expect(codeOf(await hub.ask(hub.manager, 'POST', '/territory-grants', { ...body, territoryId: newId() }))).toBe(
      'partners.territory_not_found',
    );
  });
});
