import { systemActor } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PartnersFixture, startPartners } from './partners-fixture.ts';

let hub: PartnersFixture;
beforeAll(async () => {
  hub = await startPartners();
});
afterAll(async () => await hub?.close());

const asWorker = <R>(run: Parameters<PartnersFixture['db']['database']['withWorker']>[1]) =>
  hub.db.database.withWorker('test', run) as Promise<R>;
const day = 86_400_000;
const spanish = { method: 'iban', holder: 'Ana Díaz', iban: 'ES91 2100 0418 4502 0005 1332', bic: null };
const german = { method: 'iban', holder: 'Ana Díaz', iban: 'DE89 3704 0044 0532 0130 00', bic: null };

describe('a partner', () => {
  it('sees itself and nobody else', async () => {
    const { id, admin } = await hub.partner();
    const other = await hub.partner();
    const listed = (await hub.ask(admin, 'GET', '/partners')).body as { items: { id: string }[] };
    expect(listed.items.map((one) => one.id)).toEqual([id]);
    for (const path of ['', '/standing', '/sponsorships', '/agreements', '/bank-details', '/territory-grants']) {
      expect((await hub.ask(null, 'GET', `/partners/${id}${path}`)).status).toBe(401);
      expect((await hub.ask(other.admin, 'GET', `/partners/${id}${path}`)).status).toBe(404);
      expect((await hub.ask(admin, 'GET', `/partners/${id}${path}`)).status).toBe(200);
    }
    expect((await hub.ask(other.admin, 'PATCH', `/partners/${id}`, { name: 'X' }, { 'if-match': '*' })).status).toBe(
      404,
    );
    expect((await hub.ask(admin, 'GET', '/partner-health')).status).toBe(403);
  });

  it('keeps its own name and leaves kind and state to the network', async () => {
    const { id, admin } = await hub.partner();
    expect(
      (await hub.ask(admin, 'PATCH', `/partners/${id}`, { name: 'Nuevo nombre' }, { 'if-match': '"v1"' })).body,
    ).toMatchObject({ name: 'Nuevo nombre', version: 2 });
    expect((await hub.ask(admin, 'PATCH', `/partners/${id}`, { name: 'Viejo' }, { 'if-match': '"v1"' })).status).toBe(
      412,
    );
    const { status, body } = await hub.ask(
      admin,
      'PATCH',
      `/partners/${id}`,
      { kind: 'reseller' },
      { 'if-match': '*' },
    );
    expect([status, (body as { code: string }).code]).toEqual([403, 'partners.decided_by_network']);
    expect((await hub.ask(admin, 'POST', `/partners/${id}/status`, { status: 'ended', reason: 'x' })).status).toBe(403);
  });

  it('has a tax id that no other living partner has', async () => {
    await hub.partner({ taxId: 'J-555' });
    const { id } = await hub.partner();
    const { status, body } = await hub.ask(
      hub.manager,
      'PATCH',
      `/partners/${id}`,
      { taxId: 'j555' },
      { 'if-match': '*' },
    );
    expect([status, (body as { code: string }).code]).toEqual([409, 'partners.tax_id_taken']);
  });

  it('is listed by name, page by page, with filters', async () => {
    for (const name of ['zeta uno', 'Zeta dos', 'zeta tres']) await hub.partner({ name, kind: 'technician' });
    const names: string[] = [];
    for (let cursor = ''; ; ) {
      const page = (await hub.ask(hub.manager, 'GET', `/partners?limit=2&kind=technician&text=ZETA${cursor}`)).body as {
        items: { name: string }[];
        nextCursor: string | null;
      };
      names.push(...page.items.map(({ name }) => name));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(names).toEqual(['Zeta dos', 'zeta tres', 'zeta uno']);
  });
});

describe('bank details', () => {
  it('are sealed, masked, and may be used at once the first time', async () => {
    const { id, admin } = await hub.partner();
    const { status, body } = await hub.ask(admin, 'POST', `/partners/${id}/bank-details`, {
      account: spanish,
      currency: 'EUR',
    });
    expect([status, (body as { mask: string }).mask]).toEqual([201, 'ES•• •••• 1332']);
    const [row] = await hub.db.asOwner<{ details: Buffer }>(
      'select details from partner_bank_details where partner_id = $1',
      [id],
    );
    expect(row!.details.includes('2100041845')).toBe(false);
    expect(await asWorker((tx) => hub.module.facts.bankDetailsForPayout(tx, id, hub.clock.now()))).toMatchObject({
      state: 'usable',
      currency: 'EUR',
      account: { iban: 'ES9121000418450200051332' },
    });
  });

  it('stop payouts for seven days when they change, and not when only the spelling does', async () => {
    const { id, admin } = await hub.partner();
    const at = () =>
      asWorker<{ state: string }>((tx) => hub.module.facts.bankDetailsForPayout(tx, id, hub.clock.now()));
    expect((await at()).state).toBe('none');
    await hub.ask(admin, 'POST', `/partners/${id}/bank-details`, {
      account: { method: 'manual', holder: 'Ana', channel: 'Pago móvil', reference: '0414-1' },
      currency: 'USD',
    });
    hub.clock.advance(day);
    await hub.ask(admin, 'POST', `/partners/${id}/bank-details`, { account: german, currency: 'EUR' });
    expect(await at()).toMatchObject({ state: 'cooling', mask: 'DE•• •••• 3000' });
    hub.clock.advance(6 * day);
    await hub.ask(admin, 'POST', `/partners/${id}/bank-details`, {
      account: { ...german, holder: 'Ana María Díaz' },
      currency: 'EUR',
    });
    expect((await at()).state).toBe('cooling');
    hub.clock.advance(day);
    expect((await at()).state).toBe('usable');
    expect(hub.audit.filter(({ action }) => action === 'partner.bank_details_changed').length).toBeGreaterThanOrEqual(
      3,
    );
  });

  it('refuse a wrong IBAN, strangers, and two changes at one moment', async () => {
    const { id, admin } = await hub.partner();
    const put = (actor: typeof admin, account: object) =>
      hub.ask(actor, 'POST', `/partners/${id}/bank-details`, { account, currency: 'EUR' });
    expect((await put(admin, { ...spanish, iban: 'ES9121000418450200051331' })).status).toBe(400);
    expect((await put(hub.stranger, spanish)).status).toBe(404);
    expect((await put(hub.manager, spanish)).status).toBe(403);
    const other = { method: 'manual', holder: 'Ana', channel: 'Zelle', reference: 'ana@correo' };
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, n) => put(admin, { ...other, reference: `ana${n}@correo` })),
    );
    expect(many.some(({ status }) => status === 201)).toBe(true);
    const [{ current }] = (await hub.db.asOwner<{ current: string }>(
      'select count(*) as current from partner_bank_details where partner_id = $1 and replaced_at is null',
      [id],
    )) as [{ current: string }];
    expect(current).toBe('1');
  });
});

describe('agreements', () => {
  const text = (version: string) => ({
    code: 'terms',
    title: { es: 'Condiciones', en: 'Terms' },
    body: { es: `Texto ${version}`, en: `Text ${version}` },
    kinds: ['reseller'],
    signBy: new Date(hub.clock.now().getTime() + 30 * day).toISOString(),
  });
  type Agreements = {
    unsigned: { id: string; version: number; hash: { es: string } }[];
    signed: { version: number; proof: string }[];
  };

  it('are signed by their text, once, by whoever runs the partner; a new version asks again', async () => {
    const { id, admin } = await hub.partner({ kind: 'reseller' });
    const of = async () => (await hub.ask(admin, 'GET', `/partners/${id}/agreements`)).body as Agreements;
    expect((await hub.ask(admin, 'POST', '/agreements', text('1'))).status).toBe(403);
    expect((await hub.ask(hub.manager, 'POST', '/agreements', text('1'))).status).toBe(201);
    const first = (await of()).unsigned[0]!;
    const sign = (actor: typeof admin, textHash: string, agreementId = first.id) =>
      hub.ask(actor, 'POST', `/agreements/${agreementId}/signatures`, {
        partnerId: id,
        signerName: 'Ana Díaz',
        language: 'es',
        textHash,
      });
    expect((await sign(admin, '0'.repeat(64))).body).toMatchObject({ code: 'partners.agreement_other_text' });
    expect((await sign(hub.stranger, first.hash.es)).status).toBe(404);
    expect((await sign(hub.manager, first.hash.es)).status).toBe(403);
    const both = await Promise.all([sign(admin, first.hash.es), sign(admin, first.hash.es)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await of()).unsigned).toEqual([]);

    await hub.ask(hub.manager, 'POST', '/agreements', text('2'));
    const again = await of();
    expect([again.unsigned.map(({ version }) => version), again.signed.map(({ version }) => version)]).toEqual([
      [2],
      [1],
    ]);
    const may = () => asWorker((tx) => hub.module.facts.mayEarn(tx, id, hub.clock.now()));
    expect(await may()).toEqual({ may: true });
    hub.clock.advance(31 * day);
    expect(await may()).toEqual({ may: false, reason: 'agreement_unsigned' });
    await sign(admin, again.unsigned[0]!.hash.es, again.unsigned[0]!.id);
    expect(await may()).toEqual({ may: true });
  });

  it('never change, and their hash is that of the text', async () => {
    const [row] = await hub.db.asOwner<{ hash_es: string }>(
      `select hash_es from agreement_documents where version = 1`,
    );
    const { createHash } = await import('node:crypto');
    expect(row!.hash_es).toBe(createHash('sha256').update('Texto 1').digest('hex'));
    await expect(hub.db.asOwner(`update agreement_documents set body_es = 'otro'`)).rejects.toThrow(/append-only/);
    await expect(hub.db.asOwner('delete from agreement_signatures')).rejects.toThrow(/append-only/);
  });

  it('keep a partner from becoming active until they are signed', async () => {
    const { id } = await hub.partner({ kind: 'reseller' });
    await hub.db.asOwner(`update partners set status = 'onboarding' where id = $1`, [id]);
    const { status, body } = await hub.ask(hub.manager, 'POST', `/partners/${id}/status`, { status: 'active' });
    expect([status, (body as { code: string }).code]).toEqual([409, 'partners.agreements_unsigned']);
  });
});

describe('facts with dates', () => {
  it('answer as of any moment', async () => {
    const { id } = await hub.partner();
    const start = hub.clock.now();
    const later = new Date(start.getTime() + 10 * day);
    const plan = '00000000-0000-7000-8000-0000000000aa';
    await hub.ask(hub.manager, 'POST', `/partners/${id}/certifications`, {
      level: 'bronze',
      source: 'exam 1',
      from: start.toISOString(),
      until: null,
    });
    await hub.ask(hub.manager, 'POST', `/partners/${id}/certifications`, {
      level: 'gold',
      source: 'exam 2',
      from: later.toISOString(),
      until: null,
    });
    await hub.ask(hub.manager, 'POST', `/partners/${id}/contract-plans`, {
      planVersionId: plan,
      from: later.toISOString(),
      until: null,
      reason: 'Contrato 7',
    });
    const at = (when: Date) => asWorker((tx) => hub.module.facts.attributionOf(tx, id, when));
    expect(await at(start)).toEqual({
      kind: 'affiliate',
      certification: 'bronze',
      sponsors: [],
      contractPlanVersionId: null,
      territory: null,
    });
    expect(await at(later)).toMatchObject({ certification: 'gold', contractPlanVersionId: plan });
    const again = await hub.ask(hub.manager, 'POST', `/partners/${id}/contract-plans`, {
      planVersionId: plan,
      from: start.toISOString(),
      until: null,
      reason: 'Otro',
    });
    expect((again.body as { code: string }).code).toBe('partners.contract_plan_taken');
  });

  it('are recorded by other modules once, and not twice with another content', async () => {
    const { id } = await hub.partner();
    const record = (tier: string) =>
      asWorker((tx) =>
        hub.module.service.standing.recordTierIn(tx as never, systemActor('close'), id, {
          month: '2026-11',
          tier,
          sales: 6,
          planVersionId: null,
        }),
      );
    await record('basic');
    await record('basic');
    await expect(record('enterprise')).rejects.toMatchObject({ code: 'partners.fact_recorded' });
  });

  it('say that a partner may not earn while it is suspended', async () => {
    const { id } = await hub.partner();
    const before = hub.clock.now();
    hub.clock.advance(1000);
    await hub.ask(hub.manager, 'POST', `/partners/${id}/status`, { status: 'suspended', reason: 'Revisión' });
    expect(await asWorker((tx) => hub.module.facts.mayEarn(tx, id, before))).toEqual({ may: true });
    expect(await asWorker((tx) => hub.module.facts.mayEarn(tx, id, hub.clock.now()))).toEqual({
      may: false,
      reason: 'not_active',
    });
  });

  it('show the health of the network with its rows', async () => {
    const { id } = await hub.partner({ name: 'El mayor' });
    hub.sales.push({
      partnerId: id,
      customerId: 'c',
      customerName: 'Hospital',
      sales: 2,
      netMinor: 100_000n,
      currency: 'EUR',
      lastSaleAt: hub.clock.now(),
    });
    const { body } = await hub.ask(hub.finance, 'GET', '/partner-health?months=6');
    expect(body).toMatchObject({ totalMinor: '100000', concentration: { isConcentrated: true, partnersForShare: 1 } });
    expect((body as { dependency: { kind: string }[] }).dependency.map(({ kind }) => kind)).toEqual([
      'partner',
      'customer',
    ]);
  });
});
