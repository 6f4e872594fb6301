import type { Tx } from '@nexus/db';
import { newId } from '@nexus/kernel';
import { armour, openIssued, publicPemOf, readFileBytes, readPublicPem, signIntermediate } from '@nexus/licence-file';
import { makeIssuer } from '@nexus/licence-file/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type LicencesFixture, product, startLicences } from './licences-fixture.ts';

let hub: LicencesFixture;
beforeAll(async () => {
  hub = await startLicences();
});
afterAll(async () => await hub?.close());

const asFinance = <R>(run: (tx: Tx) => Promise<R>) => hub.db.database.withActor<unknown, R>(hub.people.finance, run);
const stateOf = async (licenceId: string) => (await hub.module.service.get(hub.people.owner, licenceId)).licence.state;

describe('issuing', () => {
  test('gives a file that a machine believes, recorded whole, and once for one source', async () => {
    const input = hub.input({ sourceId: newId() });
    const first = await asFinance((tx) => hub.module.flow.issue(tx, hub.people.finance, input));
    const again = await asFinance((tx) => hub.module.flow.issue(tx, hub.people.finance, input));
    expect(again).toEqual({ ...first, isNew: false });
    const { content, digest } = openIssued('licence', first.file.text, hub.trust);
    expect(content).toMatchObject({ seq: 1, modules: ['health'], seats: 2, policyVersion: 1, machine: { need: 3 } });
    const { files, licence } = await hub.module.service.get(hub.people.owner, first.licenceId);
    expect(files).toMatchObject([{ serial: first.serial, seq: 1, digest }]);
    expect(licence.policy).toMatchObject({ graceDays: 30 });
    expect(hub.audit).toContain('licence.issued');
  });

  test('is undone with the transaction that it is part of', async () => {
    const input = hub.input();
    const sold = asFinance(async (tx) => {
      await hub.module.flow.issue(tx, hub.people.finance, input);
      throw new Error('no payment');
    });
    await expect(sold).rejects.toThrow('no payment');
    const { items } = await hub.module.service.list(hub.people.owner, { customerId: input.customerId }, { limit: 10 });
    expect(items).toEqual([]);
  });

  test('refuses terms that contradict the kind, and people who may not', async () => {
    const bad = asFinance((tx) =>
      hub.module.flow.issue(tx, hub.people.finance, hub.input({ kind: 'perpetual', expires: new Date('2030-01-01') })),
    );
    await expect(bad).rejects.toThrow();
    const seller = hub.module.service.issueByPerson(hub.people.seller, hub.input());
    await expect(seller).rejects.toMatchObject({ status: 403 });
    // The database says the same to whoever forgets to ask.
    const past = hub.db.database.withActor(hub.people.seller, (tx) =>
      hub.module.flow.issue(tx as Tx, hub.people.seller, hub.input()),
    );
    await expect(past).rejects.toThrow();
  });

  test('a renewal is the next number, under the same policy; a new policy counts for what is issued later', async () => {
    const { licenceId } = await hub.issue({ kind: 'annual', expires: new Date('2027-11-01T00:00:00Z') });
    const terms = {
      warnDays: 60,
      graceDays: 5,
      activateWithinDays: 10,
      marksNeeded: 2,
      yearlyReleases: 1,
      refund: 'suspend' as const,
    };
    await hub.module.policies.set(hub.people.owner, product, 'annual', terms);
    const renewed = await asFinance((tx) =>
      hub.module.flow.reissue(
        tx,
        hub.people.finance,
        licenceId,
        { expires: new Date('2028-11-01T00:00:00Z'), seats: 5 },
        'renewal',
      ),
    );
    const { content } = openIssued('licence', renewed.file.text, hub.trust);
    expect(content).toMatchObject({ seq: 2, seats: 5, graceDays: 30, expires: '2028-11-01T00:00:00Z' });
    const later = await hub.issue({ kind: 'annual', expires: new Date('2027-11-01T00:00:00Z') });
    expect(later.content).toMatchObject({ graceDays: 5, policyVersion: 2, machine: { need: 2 } });
  });

  test('time that is over is marked by the job, and a renewal begins it again', async () => {
    const { licenceId } = await hub.issue({ kind: 'annual', expires: new Date('2026-11-08T00:00:00Z') });
    const [expire] = hub.module.jobs;
    await expire!.run();
    expect(await stateOf(licenceId)).toBe('active');
    hub.clock.advance(40 * 86_400_000);
    await expire!.run();
    expect(await stateOf(licenceId)).toBe('expired');
    hub.clock.advance(-40 * 86_400_000);
    await asFinance((tx) =>
      hub.module.flow.reissue(
        tx,
        hub.people.finance,
        licenceId,
        { expires: new Date('2028-01-01T00:00:00Z') },
        'late renewal',
      ),
    );
    expect(await stateOf(licenceId)).toBe('active');
  });

  test('one licence takes the place of another', async () => {
    const old = await hub.issue();
    const next = await hub.issue({ supersedes: old.licenceId });
    expect(await stateOf(old.licenceId)).toBe('superseded');
    expect(await stateOf(next.licenceId)).toBe('active');
  });
});

describe('machines', () => {
  test('of 50 that come at once for the last seat, one gets it', { timeout: 300_000 }, async () => {
    const { licenceId, content } = await hub.issue({ seats: 3 });
    for (let seat = 0; seat < 2; seat++)
      await hub.module.activations.accept(hub.people.support, hub.machine(content).request);
    const requests = Array.from({ length: 50 }, () => hub.machine(content).request);
    const outcomes = await Promise.allSettled(
      requests.map((request, n) =>
        hub.module.activations.accept(n % 2 ? hub.people.support : hub.people.technician, request),
      ),
    );
    const won = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    const lost = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as { code: string }).code] : [],
    );
    expect(new Set(lost)).toEqual(new Set(['licences.seats_taken']));
    const { activations } = await hub.module.service.get(hub.people.owner, licenceId);
    expect(activations.filter(({ state }) => state === 'live')).toHaveLength(3);
  });

  test('the database counts the seats, whoever inserts', async () => {
    const { licenceId, content } = await hub.issue({ seats: 1 });
    await hub.module.activations.accept(hub.people.support, hub.machine(content).request);
    const copy = `insert into activations select $1, licence_id, seq + 1, repeat('f', 64), 'other', public_key, machine_name, fingerprint, need, response, 'live',
      null, null, null, now(), null from activations where licence_id = $2`;
    await expect(hub.db.asOwner(copy, [newId(), licenceId])).rejects.toThrow('no seat is free');
  });

  test('the same request gets the same answer; the same machine set up anew keeps its seat', async () => {
    const { licenceId, content } = await hub.issue({ seats: 1 });
    const first = hub.machine(content, 'rack-1');
    const accepted = await hub.module.activations.accept(hub.people.technician, first.request);
    expect(await hub.module.activations.accept(hub.people.support, first.request)).toEqual({
      ...accepted,
      isNew: false,
    });
    const { content: answer } = openIssued('activation-response', accepted.file.text, hub.trust);
    expect(answer).toMatchObject({ activationId: accepted.activationId, deviceKid: first.key.kid, need: 3 });
    await expect(
      hub.module.activations.accept(hub.people.support, hub.machine(content, 'rack-2').request),
    ).rejects.toMatchObject({
      code: 'licences.seats_taken',
    });
    await hub.module.activations.accept(hub.people.support, hub.machine(content, 'rack-1').request);
    const { activations } = await hub.module.service.get(hub.people.owner, licenceId);
    expect(activations.map(({ state }) => state)).toEqual(['replaced', 'live']);
  });

  test('a receipt frees the seat, once, and only that of its own machine', async () => {
    const { content } = await hub.issue({ seats: 1 });
    const machine = hub.machine(content);
    const { activationId } = await hub.module.activations.accept(hub.people.support, machine.request);
    const forged = hub.machine(content).receipt(activationId, {});
    await expect(hub.module.activations.acceptReceipt(hub.people.support, forged)).rejects.toMatchObject({
      code: 'licence.other_device',
    });
    const receipt = machine.receipt(activationId, { ai_query: 5, gb: 1 });
    await hub.module.activations.acceptReceipt(hub.people.technician, receipt);
    await hub.module.activations.acceptReceipt(hub.people.technician, receipt);
    await hub.module.activations.accept(hub.people.support, hub.machine(content).request);
  });

  test('a seat without a receipt is an exception that is counted and told to machines', async () => {
    const { content } = await hub.issue({ seats: 1 });
    for (let time = 0; time < 3; time++) {
      const { activationId } = await hub.module.activations.accept(hub.people.support, hub.machine(content).request);
      const release = (actor: keyof typeof hub.people) =>
        hub.module.activations.release(hub.people[actor], activationId, 'Se quemó el servidor');
      await expect(release('technician')).rejects.toMatchObject({ status: 403 });
      if (time < 2) await release('support');
      else {
        await expect(release('support')).rejects.toMatchObject({ code: 'licences.too_many_releases' });
        await release('owner');
      }
      const list = await hub.module.takingBack.newestList(hub.people.technician);
      const { content: taken } = openIssued('revocations', list!.file.text, hub.trust);
      expect(taken.activations.map((one) => one.activationId)).toContain(activationId);
    }
  });

  test('a request for another product, of another licence’s file or changed on its way is refused', async () => {
    const one = await hub.issue();
    const other = await hub.issue();
    const mixed = hub.machine({ ...one.content, serial: other.content.serial }).request;
    await expect(hub.module.activations.accept(hub.people.support, mixed)).rejects.toMatchObject({
      code: 'licence.other_licence',
    });
    const bytes = readFileBytes(hub.machine(one.content).request);
    bytes[bytes.length - 1]! ^= 1;
    await expect(hub.module.activations.accept(hub.people.support, armour(bytes))).rejects.toMatchObject({
      code: 'licence.changed',
      status: 422,
    });
    await expect(hub.module.activations.accept(hub.people.support, one.text)).rejects.toMatchObject({
      code: 'licence.wrong_kind',
    });
  });
});

describe('taking back', () => {
  test('suspends, resumes and revokes for good; each time the list is issued anew', async () => {
    const { licenceId, content } = await hub.issue();
    const listed = async () => {
      const list = await hub.module.takingBack.newestList(hub.people.owner);
      const { content: taken } = openIssued('revocations', list!.file.text, hub.trust);
      return { seq: taken.seq, state: taken.licences.find((one) => one.licenceId === licenceId)?.state ?? null };
    };
    const by = (what: 'suspend' | 'resume' | 'revoke') =>
      hub.module.takingBack.byPerson(hub.people.finance, what, licenceId, 'Impago');
    await by('suspend');
    const suspended = await listed();
    expect(suspended.state).toBe('suspended');
    await expect(hub.module.activations.accept(hub.people.support, hub.machine(content).request)).rejects.toMatchObject(
      { code: 'licences.not_active' },
    );
    await by('resume');
    expect(await listed()).toEqual({ seq: suspended.seq + 1, state: null });
    await by('revoke');
    expect((await listed()).state).toBe('revoked');
    await expect(by('resume')).rejects.toMatchObject({ code: 'licences.revoked' });
    await expect(
      hub.db.asOwner(`update licences set state = 'active', version = version + 1 where id = $1`, [licenceId]),
    ).rejects.toThrow('stays revoked');
    await expect(hub.module.takingBack.byPerson(hub.people.technician, 'revoke', licenceId, 'x')).rejects.toMatchObject(
      { status: 403 },
    );
  });

  test('a refund suspends, is asked about, or changes nothing, by the policy of the licence, and once', async () => {
    const terms = { warnDays: 30, graceDays: 30, activateWithinDays: 30, marksNeeded: 3, yearlyReleases: 2 };
    await hub.module.policies.set(hub.people.owner, product, 'hybrid', { ...terms, refund: 'suspend' });
    await hub.module.policies.set(hub.people.owner, product, 'perpetual', { ...terms, refund: 'keep' });
    const orderId = newId();
    const dates = { expires: null, maintenanceUntil: new Date('2027-11-01T00:00:00Z') };
    const hybrid = await hub.issue({ orderId, kind: 'hybrid', ...dates });
    const perpetual = await hub.issue({ orderId, kind: 'perpetual', ...dates });
    const refund = (refundId: string, isFull: boolean) =>
      asFinance((tx) => hub.module.flow.onRefund(tx, hub.people.finance, { orderId, refundId, isFull }));
    const partial = newId();
    expect((await refund(partial, false)).map(({ decision }) => decision).sort()).toEqual(['keep', 'open']);
    expect(await refund(partial, false)).toEqual([]);
    const [open] = (await hub.module.takingBack.openDecisions(hub.people.finance)).filter(
      ({ refundId }) => refundId === partial,
    );
    await hub.module.takingBack.decide(hub.people.finance, open!.id, 'keep', 'Se devolvió la formación');
    await expect(hub.module.takingBack.decide(hub.people.owner, open!.id, 'suspend', 'otra vez')).rejects.toMatchObject(
      { code: 'licences.already_decided' },
    );
    expect(await stateOf(hybrid.licenceId)).toBe('active');
    await refund(newId(), true);
    expect(await stateOf(hybrid.licenceId)).toBe('suspended');
    expect(await stateOf(perpetual.licenceId)).toBe('active');
  });
});

describe('keys', () => {
  test('a key is made here, vouched for by a root elsewhere, and takes over; a stolen one stops counting', async () => {
    const { owner, finance } = hub.people;
    await expect(hub.module.keys.create(finance)).rejects.toMatchObject({ status: 403 });
    const issuer = makeIssuer();
    const certify = ({ publicPem }: { publicPem: string }) =>
      armour(
        signIntermediate(
          {
            issuedAt: '2026-11-01T00:00:00Z',
            publicKey: readPublicPem(publicPem).bytes.toString('base64'),
            issuer: 'Red de ejemplo',
            purposes: ['licence', 'revocations', 'activation-response'],
            notBefore: '2026-11-01T00:00:00Z',
            notAfter: '2028-01-01T00:00:00Z',
          },
          issuer.root,
        ),
      );
    const waiting = await hub.module.keys.create(owner);
    const certificate = certify(waiting);
    await expect(hub.module.keys.activate(owner, certificate)).rejects.toMatchObject({
      code: 'licences.foreign_key_file',
    });
    await hub.module.keys.addRoot(owner, publicPemOf(issuer.root));
    await hub.module.keys.activate(owner, certificate);
    const issued = await asFinance((tx) => hub.module.flow.issue(tx, hub.people.finance, hub.input()));
    expect(openIssued('licence', issued.file.text, issuer.trust).content.kid).toBe(waiting.kid);
    expect((await hub.module.keys.list(owner)).keys.map(({ state }) => state).sort()).toEqual(['active', 'retired']);
    const inClear = await hub.db.asOwner(
      "select 1 from licence_keys where position('PRIVATE KEY'::bytea in private_key) > 0 or position('PRIVATE'::bytea in public_pem::bytea) > 0",
    );
    expect(inClear).toEqual([]);

    await hub.module.keys.revoke(owner, waiting.kid, new Date('2026-11-10T00:00:00Z'));
    const late = asFinance((tx) => hub.module.flow.issue(tx, hub.people.finance, hub.input()));
    await expect(late).rejects.toMatchObject({ code: 'licences.no_signing_key' });
    await hub.module.keys.activate(owner, certify(await hub.module.keys.create(owner)));
    const list = await hub.module.takingBack.publishNow(owner);
    const { content } = openIssued('revocations', list.file.text, issuer.trust);
    const trust = { ...issuer.trust, revokedKeys: content.keys };
    expect(() => openIssued('licence', issued.file.text, trust)).toThrow('key_revoked');
  });
});
