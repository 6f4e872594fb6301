import { newId, type PersonActor } from '@nexus/kernel';
import { armour, openActivationRequest, openByDevice, signIssued, type Unsigned } from '@nexus/licence-file';
import { licenceContent, makeIssuer } from '@nexus/licence-file/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { type LicensedVault, machineMarks, startLicensedVault } from './licensed-vault.ts';

let v: LicensedVault;
beforeEach(async () => {
  v = await startLicensedVault();
  return v.close;
});

describe('without a licence', () => {
  test('everything can be used, and nothing is said', async () => {
    await v.take('fianza.txt', 'La fianza asciende a 93.000 euros.');
    expect((await v.ask()).outcome).toBe('answered');
    expect(await v.at('2031-01-01T00:00:00Z')).toEqual(['evaluation']);
    await v.vault.licence.gate.ensureNewWork('health');
    await expect(v.vault.licence.reports.write(v.owner)).rejects.toMatchObject({ code: 'licence.none' });
  });
});

describe('a licence', () => {
  test('is installed by its file, unlocks its modules and no others', async () => {
    expect(await v.install(v.file())).toEqual({ kind: 'licence', isNew: true });
    expect(await v.install(v.file())).toEqual({ kind: 'licence', isNew: false });
    const { licence, state } = await v.vault.licence.overview(v.owner);
    expect(licence!.content.customer.name).toBe('Hospital Central de Ejemplo');
    expect(state).toBe('expiring');
    expect(await v.vault.licence.gate.allowsNewWork('health')).toBe(true);
    expect(await v.vault.licence.gate.allowsNewWork('finance')).toBe(false);
    expect(await v.vault.licence.gate.allowsNewWork('documents')).toBe(true);
  });

  test('comes to its end by warnings and grace, and only then stops new work, and nothing else', async () => {
    await v.install(v.file({ machine: null }));
    await v.take('fianza.txt', 'La fianza asciende a 93.000 euros.');
    const first = await v.ask();
    expect(await v.at('2026-11-06T00:00:00Z')).toEqual(['valid']);
    expect(await v.at('2027-10-10T00:00:00Z')).toEqual(['expiring', 'expires_soon']);
    expect(await v.at('2027-11-05T00:00:00Z')).toEqual(['grace', 'expired']);
    expect((await v.ask()).outcome).toBe('answered');
    expect(await v.at('2027-11-20T00:00:00Z')).toEqual(['restricted', 'expired']);
    await expect(v.ask()).rejects.toMatchObject({ code: 'licence.restricted', status: 403 });
    await expect(v.take('otra.txt', 'x')).rejects.toMatchObject({ code: 'licence.restricted' });
    expect((await v.vault.answers.service.get(v.owner, first.conversationId)).questions.length).toBe(1);
    expect(await v.install(v.renewed(2, { machine: null, expires: '2028-11-01T00:00:00Z' }))).toMatchObject({
      isNew: true,
    });
    expect((await v.ask()).outcome).toBe('answered');
  });

  test('for ever is for ever', async () => {
    await v.install(v.file({ kind: 'perpetual', expires: null, machine: null }));
    expect(await v.at('2199-01-01T00:00:00Z')).toEqual(['valid']);
  });

  test('is refused with a word of its own for each reason, and what is there stays', async () => {
    await v.install(v.file({ seq: 5 }));
    const before = await v.vault.licence.overview(v.owner);
    const text = v.file({ seq: 6, serial: newId() });
    const bytes = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64');
    const changed = Buffer.from(bytes);
    changed[changed.length - 1]! ^= 1;
    expect(await v.refusal(armour(changed))).toBe('licence.changed');
    const alg = Buffer.from(bytes.toString('latin1').replace(/(.*"alg":")Ed25519/s, '$1HS25619'), 'latin1');
    expect(await v.refusal(alg.toString('base64'))).toBe('licence.changed_algorithm');
    expect(await v.refusal('hola')).toBe('licence.not_a_licence_file');
    expect(await v.refusal(text.slice(0, 400))).toBe('licence.truncated');
    expect(await v.refusal(armour(signIssued('licence', licenceContent({ seq: 6 }), makeIssuer())))).toBe(
      'licence.unknown_key',
    );
    const late = makeIssuer({ root: v.issuer.root, notAfter: '2026-10-01T00:00:00Z' });
    expect(await v.refusal(armour(signIssued('licence', licenceContent({ seq: 6 }), late)))).toBe(
      'licence.key_expired',
    );
    const other = makeIssuer({ root: v.issuer.root, purposes: ['revocations'] });
    expect(await v.refusal(armour(signIssued('licence', licenceContent({ seq: 6 }), other)))).toBe(
      'licence.wrong_purpose',
    );
    expect(await v.refusal(v.file({ seq: 4, serial: newId() }))).toBe('licence.older_file');
    expect(await v.refusal(v.file({ seq: 6, serial: newId(), product: 'nexus-hub' }))).toBe('licence.wrong_product');
    expect(await v.refusal(v.file({ seq: 6, serial: newId(), notBefore: '2027-01-01T00:00:00Z' }))).toBe(
      'licence.not_yet_valid',
    );
    expect((await v.vault.licence.overview(v.owner)).licence!.content).toEqual(before.licence!.content);
    const nobody: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
    await expect(v.vault.licence.install(nobody, text)).rejects.toThrow();
  });

  test('revoked or suspended by a list stops new work; a newer list ends a suspension, an older one is refused', async () => {
    await v.install(v.file({ machine: null }));
    const { licenceId } = licenceContent();
    const list = (seq: number, licences: Unsigned<'revocations'>['licences']) =>
      armour(
        signIssued(
          'revocations',
          { issuedAt: '2026-11-05T09:00:00Z', seq, licences, activations: [], keys: [] },
          v.issuer,
        ),
      );
    await v.install(list(2, [{ licenceId, state: 'suspended', since: '2026-11-05T00:00:00Z' }]));
    expect(await v.at('2026-11-06T00:00:00Z')).toEqual(['restricted', 'suspended']);
    expect(await v.refusal(list(1, []))).toBe('licence.older_file');
    await v.install(list(3, []));
    expect(await v.at('2026-11-06T01:00:00Z')).toEqual(['valid']);
    await v.install(list(4, [{ licenceId, state: 'revoked', since: '2026-11-05T00:00:00Z' }]));
    expect(await v.at('2026-11-06T02:00:00Z')).toEqual(['restricted', 'revoked']);
  });
});

describe('the clock', () => {
  test('set back revives nothing and is told; a newer file resets what was remembered', async () => {
    await v.install(v.file({ machine: null }));
    expect(await v.at('2027-11-20T00:00:00Z')).toEqual(['restricted', 'expired']);
    expect(await v.at('2026-12-01T00:00:00Z')).toEqual(['restricted', 'expired', 'clock_back']);
    // Somebody sets the clock far ahead once; a file of the issuer brings the machine back.
    await v.install(v.renewed(2, { machine: null, expires: '2027-12-01T00:00:00Z' }));
    expect(await v.at('2026-12-01T00:01:00Z')).toEqual(['valid']);
    expect(await v.at('2026-11-30T12:00:00Z')).toEqual(['valid']);
  });
});

describe('the machine', () => {
  test('is activated by files; the answer counts once and only here', async () => {
    await v.install(v.file());
    expect(await v.at('2026-11-06T00:00:00Z')).toEqual(['expiring', 'activation_due']);
    const first = openActivationRequest((await v.vault.licence.activation.request(v.owner)).text);
    const request = openActivationRequest((await v.vault.licence.activation.request(v.owner)).text);
    expect(await v.refusal(v.answerTo(first))).toBe('licence.other_activation');
    expect(await v.refusal(v.answerTo(request, { licenceId: newId() }))).toBe('licence.other_licence');
    const answer = v.answerTo(request);
    expect(await v.install(answer)).toEqual({ kind: 'activation-response', isNew: true });
    expect(await v.install(answer)).toEqual({ kind: 'activation-response', isNew: false });
    expect(await v.at('2026-11-06T01:00:00Z')).toEqual(['valid']);
    expect(await v.refusal(v.answerTo(request))).toBe('licence.not_asked_for');
    expect(
      (await v.db.asOwner("select 1 from licence_activations where position('PRIVATE KEY'::bytea in device_key) > 0"))
        .length,
    ).toBe(0);
  });

  test('never activated in its days, stops new work; activated, goes on', async () => {
    await v.install(v.file());
    expect(await v.at('2026-12-10T00:00:00Z')).toEqual(['restricted', 'activation_due']);
    await v.activate();
    expect(await v.at('2026-12-10T00:01:00Z')).toEqual(['valid']);
  });

  test('that is another, or a copy of the disk, is told apart, tolerated for a while, and activated anew', async () => {
    await v.install(v.file());
    await v.activate();
    v.around.marks = { ...machineMarks, disk: ['d2'] };
    expect(await v.at('2026-11-06T00:00:00Z')).toEqual(['valid']);
    v.around.marks = {
      'machine-id': ['m1'],
      'product-uuid': ['u9'],
      'network-card': ['n9'],
      disk: ['d9'],
      processor: ['p'],
    };
    expect(await v.at('2026-11-07T00:00:00Z')).toEqual(['grace', 'cloned_disk']);
    v.around.marks = { ...v.around.marks, 'machine-id': ['m9'] };
    expect(await v.at('2026-11-08T00:00:00Z')).toEqual(['grace', 'other_machine']);
    expect(await v.at('2026-11-23T00:00:00Z')).toEqual(['restricted', 'other_machine']);
    v.around.marks = machineMarks;
    expect(await v.at('2026-11-24T00:00:00Z')).toEqual(['valid']);
    v.around.marks = { 'machine-id': ['m9'], disk: ['d9'], processor: ['q'] };
    await v.activate();
    expect(await v.at('2026-11-25T00:00:00Z')).toEqual(['valid']);
  });

  test('deactivated, signs a receipt, does no new work, and takes no answer from before', async () => {
    await v.install(v.file());
    const request = openActivationRequest((await v.vault.licence.activation.request(v.owner)).text);
    const answer = v.answerTo(request);
    await v.install(answer);
    const receipt = await v.vault.licence.activation.deactivate(v.owner);
    const { content } = openByDevice('deactivation-receipt', receipt.text, request.signedBy);
    expect(content).toMatchObject({ nonce: request.content.nonce, counters: { ai_query: 0 } });
    expect(await v.at('2026-11-06T00:00:00Z')).toEqual(['restricted', 'deactivated']);
    expect(await v.refusal(answer)).toBe('licence.not_asked_for');
    expect(await v.vault.licence.activation.openFile(v.owner, 'receipt')).toEqual(receipt);
    await v.activate();
    expect(await v.at('2026-11-06T01:00:00Z')).toEqual(['valid']);
  });
});

test('the log tells of every file and of every change of state', async () => {
  await v.install(v.file({ machine: null }));
  await v.at('2027-11-20T00:00:00Z');
  await v.at('2027-11-20T00:10:00Z');
  const rows = await v.db.asOwner<{ action: string }>(
    "select action from audit_staged where action like 'licence.%' order by id",
  );
  expect(rows.map(({ action }) => action)).toEqual(['licence.installed', 'licence.state_changed']);
});
