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
