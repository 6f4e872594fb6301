import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CrmFixture, startCrm } from './crm-fixture.ts';

let hub: CrmFixture;
beforeAll(async () => {
  hub = await startCrm();
});
afterAll(async () => await hub?.close());

let customers = 0;
const day = 86_400_000;
const codeOf = ({ body }: { body: never }) => (body as { code?: string } | null)?.code;
const deal = (more: object = {}) => {
  customers += 1;
  return {
    productLine: 'vault',
    customerName: `Hospital ${customers}`,
    domain: `hospital${customers}.example`,
    taxId: `J-${1000 + customers}`,
    country: 'VE',
    region: 'Distrito Capital',
    postcode: '1010',
    segment: 'health',
    contactName: 'Dra. Sol',
    value: { minor: '2500000', currency: 'EUR' },
    evidence: 'Reunión con la dirección el 12 de noviembre',
    ...more,
  };
};
type Deal = {
  id: string;
  state: string;
  protectedUntil: string | null;
  opportunityId: string | null;
  decisions: { state: string; reasonCode: string | null; ruleVersion: number; decidedBy: string | null }[];
};
const register = (actor: Parameters<CrmFixture['ask']>[0], body: object) => hub.ask(actor, 'POST', '/deals', body);
const step = async (id: string, what: string, body: object = {}, actor = hub.manager) =>
  await hub.ask(actor, 'POST', `/deals/${id}/${what}`, body);
const approved = async (seller: Parameters<CrmFixture['ask']>[0], body: object) => {
  const { id } = (await register(seller, body)).body as Deal;
  return (await step(id, 'approve')).body as Deal;
};

describe('a registration', () => {
  it('goes to one of fifty who register the same customer at once, and the others hear why', async () => {
    const partners = await Promise.all(Array.from({ length: 50 }, () => hub.partner()));
    const body = deal();
    // Each knows the customer by another of its keys, and spells it in another way.
    const ways = [
      body,
      { ...body, taxId: undefined },
      { ...body, domain: undefined, taxId: 'j 1001' },
      { ...body, customerName: 'HOSPITAL 1, C.A.', domain: undefined, taxId: undefined },
    ];
    const all = await Promise.all(partners.map(({ seller }, n) => register(seller, ways[n % 4]!)));
    const won = all.filter(({ status }) => status === 201);
    expect(won.length).toBeGreaterThanOrEqual(1);
    expect(
      all
        .filter(({ status }) => status !== 201)
        .every((one) => one.status === 409 && codeOf(one) === 'crm.deal_conflict'),
    ).toBe(true);
    const live = await hub.db.asOwner(
      `select distinct deal_id from deal_keys where is_live and key like '%1001%' or (is_live and key = 'name ve hospital 1 1010')`,
    );
    expect(live).toHaveLength(1);
    const [conflicted] = await hub.db.asOwner<{ count: string }>(
      `select count(*) from deal_decisions where state = 'conflicted' and against_deal_id is not null`,
    );
    expect(Number(conflicted!.count)).toBe(50 - won.length);
    expect(won).toHaveLength(1);
  });

  it('is for one product line: another line of the same customer is free', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const body = deal();
    expect((await register(a.seller, body)).status).toBe(201);
    expect(codeOf(await register(b.seller, { ...body, customerName: 'Otra' }))).toBe('crm.deal_conflict');
    expect((await register(b.seller, { ...body, productLine: 'servers' })).status).toBe(201);
  });

  it('is refused in the exclusive territory of another, and kept with the reason', async () => {
    const [holder, other] = [await hub.partner(), await hub.partner()];
    hub.exclusive.set('ve health exclusive-line', holder.id);
    const body = deal({ productLine: 'exclusive-line' });
    const refused = await register(other.seller, body);
    expect([refused.status, codeOf(refused)]).toEqual([409, 'crm.deal_territory']);
    const { items } = (await hub.ask(other.seller, 'GET', '/deals')).body as { items: Deal[] };
    expect(items.map(({ state }) => state)).toEqual(['rejected']);
    const kept = (await hub.ask(other.seller, 'GET', `/deals/${items[0]!.id}`)).body as Deal;
    expect(kept.decisions.at(-1)).toMatchObject({
      state: 'rejected',
      reasonCode: 'territory_exclusive',
      ruleVersion: 1,
    });
    expect((await register(holder.seller, body)).status).toBe(201);
  });

  it('is not of oneself, by tax id or by domain', async () => {
    const self = await hub.partner({ taxId: 'J-777', domain: 'socio.example' });
    expect(codeOf(await register(self.seller, deal({ taxId: 'j777' })))).toBe('crm.deal_self');
    expect(codeOf(await register(self.seller, deal({ domain: 'https://www.socio.example' })))).toBe('crm.deal_self');
  });

  it('is protected when it is approved, with an opportunity of its own', async () => {
    const { seller } = await hub.partner();
    const body = deal();
    const { id } = (await register(seller, body)).body as Deal;
    expect((await step(id, 'approve', {}, seller)).status).toBe(403);
    expect((await step(id, 'review')).body).toMatchObject({ state: 'in_review' });
    const done = (await step(id, 'approve', { reason: 'Bien' })).body as Deal;
    expect(done.state).toBe('approved');
    expect(Date.parse(done.protectedUntil!) - hub.clock.now().getTime()).toBe(90 * day);
    expect(done.decisions.map(({ state }) => state)).toEqual(['submitted', 'in_review', 'approved']);
    expect(done.decisions.every(({ decidedBy }) => decidedBy !== null)).toBe(true);
    const opportunity = (await hub.ask(seller, 'GET', `/opportunities/${done.opportunityId}`)).body as {
      customerName: string;
      dealId: string;
    };
    expect(opportunity).toMatchObject({ customerName: body.customerName, dealId: id });
    expect((await step(id, 'approve')).status).toBe(409);
    expect(codeOf(await step(id, 'reject', { reasonCode: 'other', reason: 'x' }))).toBe('crm.deal_way');
  });

  it('is extended as often as the rules allow, and over when its time is', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const body = deal();
    const { id } = await approved(a.seller, body);
    for (let n = 0; n < 2; n += 1) expect((await step(id, 'extend', { reason: 'Concurso' })).status).toBe(200);
    expect(codeOf(await step(id, 'extend', { reason: 'Otra vez' }))).toBe('crm.deal_no_extension_left');
    hub.clock.advance((90 + 2 * 45) * day - 1000);
    expect(codeOf(await register(b.seller, body))).toBe('crm.deal_conflict');
    hub.clock.advance(1000);
    // Nobody waits for the job: what ran out is free at once.
    expect((await register(b.seller, body)).status).toBe(201);
    const over = (await hub.ask(a.seller, 'GET', `/deals/${id}`)).body as Deal;
    expect([over.state, over.decisions.at(-1)!.reasonCode, over.decisions.at(-1)!.decidedBy]).toEqual([
      'expired',
      'protection_over',
      null,
    ]);
    expect(await hub.module.jobs.expireDeals()).toBe(0);
  });

  it('ends with its opportunity, and frees the customer when it is lost or withdrawn', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const body = deal();
    const { id, opportunityId } = await approved(a.seller, body);
    const stages = (
      (await hub.ask(a.seller, 'GET', `/opportunities/${opportunityId}`)).body as {
        stages: { id: string; code: string }[];
      }
    ).stages;
    const move = (code: string, reason?: string) =>
      hub.ask(
        a.seller,
        'PUT',
        `/opportunities/${opportunityId}/stage`,
        { stageId: stages.find((one) => one.code === code)!.id, reason },
        { 'if-match': '*' },
      );
    expect((await move('proposal')).status).toBe(200);
    expect(codeOf(await move('lost'))).toBe('crm.lost_reason_missing');
    expect((await move('lost', 'Precio')).status).toBe(200);
    expect((await hub.ask(a.seller, 'GET', `/deals/${id}`)).body).toMatchObject({ state: 'lost' });
    const next = (await register(b.seller, body)).body as Deal;
    expect((await step(next.id, 'withdraw', { reason: 'Nos retiramos' }, b.seller)).body).toMatchObject({
      state: 'withdrawn',
    });
    expect((await register(a.seller, body)).status).toBe(201);
  });

  it('is seen by its partner and the office, and its review is overdue after three days', async () => {
    const [a, b] = [await hub.partner(), await hub.partner()];
    const { id } = (await register(a.seller, deal())).body as Deal;
    expect((await hub.ask(null, 'GET', `/deals/${id}`)).status).toBe(401);
    expect((await hub.ask(b.seller, 'GET', `/deals/${id}`)).status).toBe(404);
    expect((await step(id, 'withdraw', { reason: 'x' }, b.seller)).status).toBe(404);
    hub.clock.advance(3 * day);
    const overdue = (await hub.ask(hub.manager, 'GET', '/deals?overdue=true&limit=200')).body as {
      items: { id: string }[];
    };
    expect(overdue.items.map((one) => one.id)).toContain(id);
    const [row] = await hub.db.asOwner<{ tax_id: Buffer }>('select tax_id from deals where id = $1', [id]);
    expect(row!.tax_id.toString('latin1')).not.toMatch(/J-\d{4}/);
  });

  it('has an amount above zero, evidence, and a partner', async () => {
    const { seller } = await hub.partner();
    for (const value of [
      { minor: '0', currency: 'EUR' },
      { minor: '-5', currency: 'EUR' },
      { minor: '1.5', currency: 'EUR' },
      { minor: '5', currency: 'XXX' },
    ])
      expect((await register(seller, deal({ value }))).status).toBe(400);
    expect((await register(seller, deal({ evidence: 'corto' }))).status).toBe(400);
    expect(codeOf(await register(hub.manager, deal()))).toBe('crm.deal_no_partner');
    expect((await register(hub.finance, deal())).status).toBe(403);
  });

  it('leaves decisions that nobody changes', async () => {
    await expect(hub.db.asOwner(`update deal_decisions set reason = 'otra'`)).rejects.toThrow(/append-only/);
  });
});
