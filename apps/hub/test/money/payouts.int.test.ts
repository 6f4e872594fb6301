import { createHash } from 'node:crypto';
import { newId } from '@nexus/kernel';
import { actingPerson } from '@nexus/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { iban, type MoneyWorld, openMoneyWorld, saleOf, usable } from './money-world.ts';
import { readXml, type XmlElement } from './read-xml.ts';

let world: MoneyWorld;
beforeAll(async () => {
  world = await openMoneyWorld(new Date('2026-12-20T12:00:00Z'));
});
afterAll(() => world.db.close());

const code = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code,
  );

/** A partner of whom `cents` are payable; it sold ten times as much. */
async function withPayable(name: string, cents: bigint): Promise<string> {
  const id = world.addPartner(name);
  await world.record(saleOf(id, cents * 10n, { paidAt: new Date('2026-11-10T15:00:00Z') }));
  await world.service.releaseNow();
  expect((await world.balances(id)).payable).toBe(cents);
  return id;
}

const proof = createHash('sha256').update('receipt').digest();

describe('a batch', () => {
  test('takes each partner’s money once, of fifty people who prepare it at once', async () => {
    const ana = await withPayable('Ana', 12_345n);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        world.prepare(world.finance).then(
          (batch) => batch.payouts.length,
          (error: { code?: string }) => error.code,
        ),
      ),
    );
    expect(answers.filter((answer) => typeof answer === 'number')).toEqual([1]);
    expect(new Set(answers)).toEqual(new Set([1, 'commissions.nothing_to_pay']));
    expect((await world.balances(ana)).in_payout).toBe(12_345n);
  });

  test('is approved by somebody else, once, and each payout is settled once, of fifty at once', async () => {
    const ana = await withPayable('Ana', 20_000n);
    const batch = await world.prepare(world.finance);
    expect(await code(world.approve(world.finance, batch.id))).toBe('commissions.same_person');
    await expect(
      world.db.asOwner(
        "update payout_batches set state = 'approved', approved_by = prepared_by, approved_at = now() where id = $1",
        [batch.id],
      ),
    ).rejects.toThrow(/two_people/);
    const many = <R>(run: () => Promise<R>) => Promise.all(Array.from({ length: 50 }, () => code(run())));
    const approvals = await many(() => world.approve(world.owner, batch.id));
    expect(approvals.filter((answer) => answer === 'none')).toHaveLength(1);
    expect(approvals).toContain('commissions.batch_moved_on');
    const { id } = batch.payouts.find(({ partnerId }) => partnerId === ana)!;
    const settled = await many(() =>
      Math.random() < 0.5 ? world.pay(world.finance, id) : world.fail(world.finance, id),
    );
    expect(settled.filter((answer) => answer === 'none')).toHaveLength(1);
    expect(new Set(settled)).toEqual(new Set(['none', 'commissions.payout_moved_on']));
    const { payable, in_payout } = await world.balances(ana);
    expect(in_payout).toBe(0n);
    expect([0n, 20_000n]).toContain(payable);
  });

  test('that is given up leaves the money payable', async () => {
    const ana = await withPayable('Ana', 7_777n);
    const batch = await world.prepare(world.finance);
    const { service, finance, owner } = world;
    await service.asOffice(finance, (tx) => service.payouts.cancel(tx, finance, batch.id));
    expect((await world.balances(ana)).payable).toBe(7_777n);
    expect(await code(world.approve(owner, batch.id))).toBe('commissions.batch_moved_on');
    const again = await world.prepare(finance);
    expect(again.payouts.map(({ partnerId }) => partnerId)).toContain(ana);
  });

  test('leaves what is small, changed lately or without an account where it was, and says so', async () => {
    const [small, changed, none, foreign] = [
      await withPayable('Small', 4_999n),
      await withPayable('Changed', 9_000n),
      await withPayable('None', 9_001n),
      await withPayable('Foreign', 9_002n),
    ];
    const usableFrom = new Date('2026-12-23T12:00:00Z');
    world.bank.set(changed, { state: 'cooling', usableFrom });
    world.bank.set(none, { state: 'none' });
    world.bank.set(foreign, usable(iban(4), 'CLP'));
    const { holds } = await world.prepare(world.finance).then(
      (batch) => batch,
      () => ({ holds: [] }),
    );
    const held = new Map(holds.map((hold) => [hold.partnerId, hold]));
    expect(held.get(small)).toMatchObject({ reason: 'below_minimum', amountMinor: 4_999n });
    expect(held.get(changed)).toMatchObject({ reason: 'bank_details_changed', until: usableFrom });
    expect(held.get(none)).toMatchObject({ reason: 'no_bank_details' });
    expect(held.get(foreign)).toMatchObject({ reason: 'no_exchange_rate' });
    for (const partner of [small, changed, none, foreign]) expect((await world.balances(partner)).in_payout).toBe(0n);
  });

  test('pays by hand only with reference and proof', async () => {
    const ana = await withPayable('Ana', 8_000n);
    world.bank.set(ana, {
      state: 'usable',
      currency: 'EUR',
      account: { method: 'manual', holder: 'Ana', channel: 'Zelle', reference: 'ana@example.org' },
    });
    const batch = await world.prepare(world.finance);
    await world.approve(world.owner, batch.id);
    const { id } = batch.payouts.find(({ partnerId }) => partnerId === ana)!;
    expect(await code(world.pay(world.finance, id))).toBe('commissions.proof_missing');
    expect(await code(world.pay(world.finance, id, 'Z-1'))).toBe('commissions.proof_missing');
    await world.pay(world.finance, id, 'Z-1', proof);
    expect((await world.balances(ana)).in_payout).toBe(0n);
  });
});

test('only the office pays, and a partner sees its own payouts alone', async () => {
  const ana = await withPayable('Ana', 6_000n);
  const seller = await actingPerson(world.db, { id: ana, kind: 'partner' }, 'partner_admin');
  expect(await code(world.prepare(seller))).toBe('commissions.forbidden');
  await world.prepare(world.finance);
  expect((await world.service.listPayoutsOf(seller, ana)).map(({ partnerId }) => partnerId)).toEqual([ana]);
  expect(await code(world.service.listPayoutsOf(seller, newId()))).toBe('commissions.statement_not_found');
  const seen = await world.db.database.withActor(seller, (tx) =>
    world.service.payouts.listBatches(tx as never).then((batches) => batches.length),
  );
  expect(seen).toBe(0);
});

describe('a claim', () => {
  test('is given up by two people, and never more than is owed', async () => {
    const { service, finance, owner } = world;
    const ana = await withPayable('Ana', 10_000n);
    const batch = await world.prepare(finance);
    await world.approve(owner, batch.id);
    const payout = batch.payouts.find(({ partnerId }) => partnerId === ana)!;
    await world.pay(finance, payout.id);
    const [sale] = await world.db.asOwner<{ external_id: string }>(
      'select external_id from sales where partner_id = $1',
      [ana],
    );
    await world.refund({
      externalId: newId(),
      saleExternalId: sale!.external_id,
      occurredAt: world.clock.now(),
      lines: [{ line: 1, netMinor: 30_000n }],
    });
    expect((await world.balances(ana)).clawback_receivable).toBe(-3_000n);
    const ask = (amountMinor: bigint) =>
      service.asOffice(finance, (tx) =>
        service.payouts.requestWriteOff(tx, finance, {
          partnerId: ana,
          currency: 'EUR',
          amountMinor,
          reason: 'insolvent',
        }),
      );
    const agree = (id: string, who = owner) =>
      code(service.asOffice(who, (tx) => service.payouts.approveWriteOff(tx, who, id)));
    expect(await agree(await ask(3_001n))).toBe('ledger.bound');
    const request = await ask(3_000n);
    expect(await agree(request, finance)).toBe('commissions.same_person');
    const answers = await Promise.all(Array.from({ length: 10 }, () => agree(request)));
    expect(answers.filter((answer) => answer === 'none')).toHaveLength(1);
    expect((await world.balances(ana)).clawback_receivable).toBe(0n);
  });
});

describe('files for banks', () => {
  const structure: Record<string, string[]> = {
    Document: ['CstmrCdtTrfInitn'],
    CstmrCdtTrfInitn: ['GrpHdr', 'PmtInf'],
    GrpHdr: ['MsgId', 'CreDtTm', 'NbOfTxs', 'CtrlSum', 'InitgPty'],
    PmtInf: [
      'PmtInfId',
      'PmtMtd',
      'BtchBookg',
      'NbOfTxs',
      'CtrlSum',
      'PmtTpInf',
      'ReqdExctnDt',
      'Dbtr',
      'DbtrAcct',
      'DbtrAgt',
      'ChrgBr',
      'CdtTrfTxInf',
    ],
    CdtTrfTxInf: ['PmtId', 'Amt', 'CdtrAgt', 'Cdtr', 'CdtrAcct', 'RmtInf'],
    PmtId: ['InstrId', 'EndToEndId'],
    Amt: ['InstdAmt'],
    PmtTpInf: ['SvcLvl'],
    SvcLvl: ['Cd'],
    ReqdExctnDt: ['Dt'],
    InitgPty: ['Nm'],
    Dbtr: ['Nm'],
    Cdtr: ['Nm'],
    DbtrAcct: ['Id'],
    CdtrAcct: ['Id'],
    Id: ['IBAN'],
    DbtrAgt: ['FinInstnId'],
    CdtrAgt: ['FinInstnId'],
    FinInstnId: ['BICFI', 'Othr'],
    RmtInf: ['Ustrd'],
  };

  /** Every element is one that the schema allows here, in its order. */
  function expectStructure(element: XmlElement): void {
    if (element.children.length === 0) return;
    const allowed = structure[element.name] ?? (element.name === 'Othr' ? ['Id'] : []);
    const places = element.children.map(({ name }) => allowed.indexOf(name));
    expect([element.name, places.every((place, index) => place >= 0 && place >= (places[index - 1] ?? 0))]).toEqual([
      element.name,
      true,
    ]);
    for (const child of element.children) if (!(child.name === 'Id' && element.name === 'Othr')) expectStructure(child);
  }

  test('a SEPA file has the structure of pain.001.001.09, the sums, and text that banks take', async () => {
    const [one, two] = [await withPayable('Uno', 123_456n), await withPayable('Dos', 50_001n)];
    world.bank.set(one, {
      state: 'usable',
      currency: 'EUR',
      account: { method: 'iban', holder: "Peña & Cía. <O'Neil>", iban: iban(77), bic: 'DEUTDEFF' },
    });
    const { service, finance, owner } = world;
    const batch = await world.prepare(finance);
    await world.approve(owner, batch.id);
    const file = () =>
      service.asOffice(finance, (tx) => service.payouts.exportBatch(tx, finance, batch.id, 'pain.001'));
    const first = await file();
    const root = readXml(first.content);
    expect(root.attributes['xmlns']).toBe('urn:iso:std:iso:20022:tech:xsd:pain.001.001.09');
    expectStructure(root);
    const all = (name: string, of = root): XmlElement[] =>
      of.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(name, child)]);
    const texts = (name: string) => all(name).map(({ text }) => text);
    const amounts = texts('InstdAmt').map((text) => BigInt(text.replace('.', '')));
    expect(new Set(texts('CtrlSum').map((text) => BigInt(text.replace('.', ''))))).toEqual(
      new Set([amounts.reduce((a, b) => a + b, 0n)]),
    );
    expect(texts('NbOfTxs')).toEqual([String(amounts.length), String(amounts.length)]);
    expect(amounts).toEqual(expect.arrayContaining([123_456n, 50_001n]));
    expect(texts('Nm')).toContain("Pena . Cia. .O'Neil.");
    for (const text of [...texts('Nm'), ...texts('Ustrd')]) expect(text).toMatch(/^[A-Za-z0-9/\-?:().,'+ ]{1,140}$/);
    for (const text of [...texts('EndToEndId'), ...texts('MsgId')]) expect(text).toMatch(/^[A-Z0-9]{1,35}$/);
    // Asked again it is the same file, and nothing is sent twice.
    expect(await file()).toEqual({ content: first.content, sent: 0 });
    expect(first.sent).toBe(batch.payouts.length);
    const sent = batch.payouts.find(({ partnerId }) => partnerId === two)!;
    world.bank.set(two, { state: 'cooling', usableFrom: new Date('2027-01-01T00:00:00Z') });
    // Somebody changed the account after the batch: no file until that payout is dealt with.
    expect(await code(file())).toBe('commissions.export_impossible');
    await world.fail(finance, sent.id);
    expect(await code(file())).toBe('none');
  });

  test('a list of transfers runs no formula in a spreadsheet', async () => {
    const ana = await withPayable('Ana', 60_000n);
    const { service, finance, owner } = world;
    world.bank.set(ana, {
      state: 'usable',
      currency: 'EUR',
      account: {
        method: 'local_account',
        holder: '=HYPERLINK("http://evil")',
        bank: '+cmd',
        account: '01020304',
        holderId: '@V-1',
      },
    });
    const batch = await world.prepare(finance);
    await world.approve(owner, batch.id);
    const { content } = await service.asOffice(finance, (tx) =>
      service.payouts.exportBatch(tx, finance, batch.id, 'csv'),
    );
    expect(content).toContain('600.00,EUR');
    for (const cell of content.split(/[\r\n,]+/)) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+@]/);
  });
});
