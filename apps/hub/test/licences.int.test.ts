import { newId } from '@nexus/kernel';
import { armour, newSigningKey, openIssued, publicPemOf, readPublicPem, signIntermediate } from '@nexus/licence-file';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestHub, type TestHub } from './setting.ts';

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(async () => await hub?.close());

const root = newSigningKey();
const instant = (moment: Date) => `${moment.toISOString().slice(0, 19)}Z`;
const terms = { warnDays: 30, graceDays: 15, activateWithinDays: 30, marksNeeded: 3, yearlyReleases: 1, refund: 'ask' };

test('keys from an offline root, a policy, and then a licence that a vault believes', async () => {
  const { owner } = hub;
  const key = await owner.post<{ kid: string; publicPem: string }>('/licence-keys');
  const now = new Date();
  const certificate = signIntermediate(
    {
      issuedAt: instant(now),
      publicKey: readPublicPem(key.publicPem).bytes.toString('base64'),
      issuer: 'Red de ejemplo',
      purposes: ['licence', 'revocations', 'activation-response'],
      notBefore: instant(new Date(now.getTime() - 60_000)),
      notAfter: instant(new Date(now.getTime() + 365 * 86_400_000)),
    },
    root,
  );
  await owner.post('/licence-roots', { publicPem: publicPemOf(root) });
  await owner.post('/licence-keys/certificates', { file: armour(certificate) });
  await owner.post('/licence-policies', { product: 'nexus-vault', kind: 'hybrid', ...terms });
  const issued = await owner.post<{ licenceId: string; number: string; file: { text: string } }>('/licences', {
    customerId: newId(),
    customerName: 'Hospital Central de Ejemplo',
    partnerId: null,
    product: 'nexus-vault',
    kind: 'hybrid',
    entitlements: ['health'],
    seats: 1,
    limits: {},
    meteredUnits: ['ai_query'],
    notBefore: now.toISOString(),
    expires: null,
    maintenanceUntil: new Date(now.getTime() + 365 * 86_400_000).toISOString(),
    maxReleaseDate: null,
  });
  expect(issued.number).toMatch(/^L-\d{6}$/);
  const { content, signedBy } = openIssued('licence', issued.file.text, { roots: [root] });
  expect(signedBy).toMatchObject({ kid: key.kid, issuer: 'Red de ejemplo' });
  expect(content).toMatchObject({ licenceId: issued.licenceId, kind: 'hybrid', expires: null, modules: ['health'] });
});

test('support handles machines and does not issue', async () => {
  const support = await hub.invite(hub.networkId, 'support');
  expect((await support.get<{ items: object[] }>('/licences')).items).toHaveLength(1);
  await expect(support.post('/licence-keys')).rejects.toThrow('licences.forbidden');
  await expect(support.post('/licence-activations', { file: 'nada' })).rejects.toThrow('not_a_licence_file');
});
