import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PartnersFixture, startPartners } from './partners-fixture.ts';

let hub: PartnersFixture;
beforeAll(async () => {
  hub = await startPartners();
});
afterAll(async () => await hub?.close());

const application = {
  kind: 'marketing_consultant',
  companyName: 'Salud Digital C.A.',
  contactName: 'Rosa Pérez',
  email: 'rosa@saluddigital.example',
  country: 'VE',
  taxId: 'J-12345678-9',
  answers: {
    customers_reached: 25,
    sector: 'health',
    sales_expected: 10,
    sells_services: 'yes',
    technical_people: 2,
    training_needed: 'product',
  },
};
type Listed = { items: { id: string; email: string; state: string }[] };
const newest = async () => ((await hub.ask(hub.manager, 'GET', '/partner-applications')).body as Listed).items[0]!;

describe('an application', () => {
  it('asks what the criteria ask, of anybody', async () => {
    const form = (await hub.ask(null, 'GET', '/partner-application-form')).body as {
      kinds: { kind: string }[];
      questions: { code: string }[];
    };
    expect(form.kinds.map(({ kind }) => kind)).toContain('regional_distributor');
    expect(form.questions).toHaveLength(8);
  });

  it('is refused with an answer that fits no question', async () => {
    const { status, body } = await hub.ask(null, 'POST', '/partner-applications', {
      ...application,
      answers: { sector: 'moon' },
    });
    expect([status, (body as { errors: { path: string }[] }).errors[0]!.path]).toEqual([400, 'answers/sector']);
  });

  it('is taken once from one address, and the second time looks the same', async () => {
    for (let n = 0; n < 2; n += 1)
      expect((await hub.ask(null, 'POST', '/partner-applications', application)).status).toBe(202);
    expect(((await hub.ask(hub.manager, 'GET', '/partner-applications')).body as Listed).items).toHaveLength(1);
  });

  it('is read by the office alone', async () => {
    const { id } = await newest();
    expect((await hub.ask(null, 'GET', `/partner-applications/${id}`)).status).toBe(401);
    expect((await hub.ask(hub.stranger, 'GET', `/partner-applications/${id}`)).status).toBe(403);
    expect((await hub.ask(hub.finance, 'POST', `/partner-applications/${id}/score`, {})).status).toBe(403);
  });

  it('is not approved before it is scored', async () => {
    const { id } = await newest();
    const { status, body } = await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/approve`, {});
    expect([status, (body as { code: string }).code]).toEqual([409, 'partners.application_unscored']);
  });

  it('is scored with the rows behind both numbers', async () => {
    const { id } = await newest();
    const scored = (
      await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/score`, {
        answers: { exclusivity_asked: 'no', white_label_asked: 'no' },
      })
    ).body as {
      impact: number;
      effort: number;
      advice: string;
      scoreRows: { code: string; points: number; weight: number }[];
    };
    // (70*30 + 100*25 + 65*30 + 100*15) / 100 = 80.5 -> 81; (35*35 + 35*25 + 10*20 + 10*20) / 100 = 25
    expect(scored).toMatchObject({ impact: 81, effort: 25, advice: 'quick_win' });
    expect(scored.scoreRows).toHaveLength(8);
  });

  it('is approved once, also when two people do so at the same moment', async () => {
    const { id } = await newest();
    const both = await Promise.all(
      [1, 2].map(() => hub.ask(hub.manager, 'POST', `/partner-applications/${id}/approve`, {})),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const approved = both.find(({ status }) => status === 201)!.body as { partnerId: string };
    const partner = (await hub.ask(hub.manager, 'GET', `/partners/${approved.partnerId}`)).body;
    expect(partner).toMatchObject({
      status: 'onboarding',
      companyDomain: 'saluddigital.example',
      taxId: 'J-12345678-9',
    });
    expect(hub.audit.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'partner_application.submitted',
        'partner_application.scored',
        'partner_application.approved',
        'partner.created',
      ]),
    );
    const [row] = await hub.db.asOwner<{ tax_id: Buffer }>('select tax_id from partners where id = $1', [
      approved.partnerId,
    ]);
    expect(row!.tax_id.toString('utf8')).not.toContain('12345678');
  });

  it('is refused when its referral code is that of the same company, and passes without it', async () => {
    const [first] = await hub.db.asOwner<{ referral_code: string }>(
      `select referral_code from partners where company_domain = 'saluddigital.example'`,
    );
    const again = {
      ...application,
      taxId: undefined,
      email: 'otra@saluddigital.example',
      referralCode: first!.referral_code,
    };
    await hub.ask(null, 'POST', '/partner-applications', again);
    const { id } = await newest();
    await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/score`, {});
    const { status, body } = await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/approve`, {});
    expect([status, (body as { code: string }).code]).toEqual([409, 'partners.self_referral']);
    expect(
      (await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/approve`, { withoutSponsor: true })).status,
    ).toBe(201);
  });

  it('is declined with a reason, and stays decided', async () => {
    await hub.ask(null, 'POST', '/partner-applications', {
      ...application,
      email: 'luis@correo.example',
      taxId: undefined,
    });
    const { id } = await newest();
    expect((await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/reject`, { reason: '' })).status).toBe(400);
    expect(
      (await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/reject`, { reason: 'Sin equipo' })).body,
    ).toMatchObject({ state: 'rejected', decisionReason: 'Sin equipo' });
    expect((await hub.ask(hub.manager, 'POST', `/partner-applications/${id}/score`, {})).status).toBe(409);
  });
});
