import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Catalogue, hospitalQuote, type Setting, seedCatalogue, startPricing } from './setting.ts';

let on: Setting;
let catalogue: Catalogue;
beforeAll(async () => {
  on = await startPricing();
  catalogue = await seedCatalogue(on);
});
afterAll(() => on.close());

const renewals = async () => (await on.call('owner', 'GET', '/quotes?kind=renewal')).body.items;

it('drafts what continues, once, some weeks ahead, at the prices of then', async () => {
  const { body } = await on.call('seller', 'POST', '/quotes', hospitalQuote(catalogue, on.partner.id));
  await on.call('seller', 'POST', `/quotes/${body.id}/sending`);
  const order = (await on.call('seller', 'POST', `/quotes/${body.id}/acceptance`, { name: 'Dra. Rivas' })).body;
  await catalogue.published(catalogue.hybrid.id, {
    effectiveFrom: '2027-11-01',
    maintenancePpm: 200_000,
    components: [catalogue.component('once', 'contract', '6000000'), catalogue.component('monthly', 'user', '2100')],
  });
  const run = on.module.jobs.renewals.run;

  on.clock.set(new Date('2027-10-01T15:00:00Z'));
  expect(await run()).toBe(0);
  on.clock.set(new Date('2027-10-03T15:00:00Z'));
  expect((await Promise.all([run(), run(), run()])).reduce((a, b) => a + b)).toBe(1);
  expect(await run()).toBe(0);

  const [listed] = await renewals();
  expect(listed).toMatchObject({ kind: 'renewal', partnerId: on.partner.id, versionState: 'draft' });
  const quote = (await on.call('seller', 'GET', `/quotes/${listed.id}`)).body;
  expect(quote.versions[0].lines.map((l: { kind: string; net: { minor: string } }) => [l.kind, l.net.minor])).toEqual([
    // 60 users × EUR 21 × 12 months at the list of then
    ['licence', '1512000'],
    // 18 % of what was sold, as sold
    ['maintenance', '900000'],
  ]);

  const { token } = (await on.call('seller', 'POST', `/quotes/${listed.id}/sending`)).body;
  const next = (await on.call(null, 'POST', '/offers/acceptance', { token, name: 'Dra. Rivas' })).body;
  // Accepted in October, it follows what it renews.
  expect(next.lines.map((l: { term: unknown }) => l.term)).toEqual([
    { startsOn: '2027-12-01', endsOn: '2028-12-01' },
    { startsOn: '2027-12-01', endsOn: '2028-12-01' },
  ]);
  expect(next.number).not.toBe(order.number);
  on.clock.set(new Date('2028-10-10T15:00:00Z'));
  expect(await run()).toBe(1);
  expect(await renewals()).toHaveLength(2);
});
