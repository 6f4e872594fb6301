import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorldVault, type WorldVault } from './leaks/world-vault.ts';

type Control = { id: string; state: string; facts: Record<string, unknown>; checkedAt: string | null };

let vault: WorldVault;
beforeAll(async () => {
  vault = await openWorldVault();
});
afterAll(() => vault?.close());

const itemsOf = ({ text }: { text: string }) => (JSON.parse(text) as { items: Control[] }).items;
const check = async () => itemsOf(await vault.admin('POST', '/controls/checks'));
const find = (controls: readonly Control[], id: string) => controls.find((control) => control.id === id);

describe('the state of the safeguards', () => {
  test('is unknown until it was looked at, then what was found', async () => {
    const before = itemsOf(await vault.admin('GET', '/controls'));
    expect(before.length).toBeGreaterThan(5);
    expect(new Set(before.map(({ state }) => state))).toEqual(new Set(['unknown']));
    const controls = await check();
    expect(find(controls, 'database.row_level_security')).toMatchObject({ state: 'ok', facts: { unguarded: 0 } });
    expect(find(controls, 'encryption.known_answers')).toMatchObject({ state: 'ok' });
    expect(find(controls, 'duties.separated')).toMatchObject({ state: 'attention', facts: { mode: 'evaluation' } });
    expect(find(controls, 'network.listening')).toMatchObject({ state: 'ok', facts: { host: '127.0.0.1' } });
    expect(controls.every(({ state, checkedAt }) => state !== 'unknown' && checkedAt !== null)).toBe(true);
  });

  test('follows the running system: a table without policies, a guard turned off', async () => {
    const { asOwner } = vault.db;
    await asOwner('alter table documents disable row level security');
    await asOwner('alter table audit_entries disable trigger user');
    const found = await check();
    expect(find(found, 'database.row_level_security')).toMatchObject({
      state: 'failed',
      facts: { unguarded: 1, firstUnguarded: 'documents' },
    });
    expect(find(found, 'database.evidence_triggers')).toMatchObject({ state: 'failed' });
    await asOwner('alter table documents enable row level security');
    await asOwner('alter table audit_entries enable trigger user');
    expect(find(await check(), 'database.row_level_security')).toMatchObject({ state: 'ok' });
    const history = itemsOf(await vault.admin('GET', '/controls/database.row_level_security/history'));
    expect(history.map(({ state }) => state)).toEqual(['ok', 'failed', 'ok']);
  });

  test('compares what the database decides about labels with what the program decides', async () => {
    const { asOwner } = vault.db;
    const found = find(await check(), 'access.labels');
    expect(found?.facts, JSON.stringify(found?.facts)).toMatchObject({ differing: 0, open: 0 });
    expect(found?.state).toBe('ok');
    expect(found?.facts['decisions']).toBeGreaterThan(0);
    expect(found?.facts['labelledTables']).toBeGreaterThan(8);

    await asOwner('create policy door_left_open on documents for select to nexus_app using (true)');
    expect(find(await check(), 'access.labels')).toMatchObject({
      state: 'failed',
      facts: { open: 1, firstOpen: 'documents' },
    });
    await asOwner('drop policy door_left_open on documents');

    const [kept] = await asOwner<{ body: string }>("select pg_get_functiondef('label_dominated'::regproc) as body");
    await asOwner(kept!.body.replace(/\bRETURN\b.*$/s, 'return false'));
    const twisted = find(await check(), 'access.labels');
    expect(twisted).toMatchObject({ state: 'failed', facts: { open: 0 } });
    expect(twisted?.facts['differing']).toBeGreaterThan(0);
    await asOwner(kept!.body);
    expect(find(await check(), 'access.labels')).toMatchObject({ state: 'ok' });
  });

  test('counts who comes in with a password alone, and names nobody', async () => {
    const { asOwner } = vault.db;
    const before = find(await check(), 'people.second_factor');
    expect(before).toMatchObject({ state: 'attention' });
    expect(before?.facts['dutiesWithout']).toBeGreaterThan(0);
    expect(before?.facts['withoutSecondStep']).toBe(before?.facts['withPassword']);
    await asOwner(
      "insert into second_factors (person_id, secret, created_at) select person_id, '\\x00', now() from credentials",
    );
    // Begun and not confirmed protects nobody.
    expect(find(await check(), 'people.second_factor')?.state).toBe('attention');
    await asOwner('update second_factors set confirmed_at = now()');
    expect(find(await check(), 'people.second_factor')).toMatchObject({
      state: 'ok',
      facts: { withoutSecondStep: 0, dutiesWithout: 0 },
    });
    await asOwner('delete from second_factors');
  });

  test('says where there is no second place for the log and no backup', async () => {
    const controls = await check();
    expect(find(controls, 'audit.log')).toMatchObject({ state: 'attention', facts: { secondPlaces: 0, faults: 0 } });
    expect(find(controls, 'backups.recent')).toMatchObject({ state: 'attention', facts: { places: 0 } });
    expect(find(controls, 'backups.drill')).toMatchObject({ state: 'attention', facts: { drilledPlaces: 0 } });
  });

  test('is evidence: nobody changes or removes what was found', async () => {
    const { asOwner } = vault.db;
    await expect(asOwner("update control_findings set state = 'ok' where state = 'failed'")).rejects.toThrow(
      'evidence',
    );
    await expect(asOwner('delete from control_findings')).rejects.toThrow('evidence');
    await expect(asOwner('truncate control_findings')).rejects.toThrow();
  });

  test('is for those with a duty', async () => {
    const { client } = await vault.invite('sin-cargo@example.org');
    expect((await client('GET', '/controls')).status).toBe(403);
    expect((await client('POST', '/controls/checks')).status).toBe(403);
    expect((await client('GET', '/controls/duties.separated/history')).status).toBe(403);
  });
});
