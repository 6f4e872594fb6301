import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readAll, startTestVault } from './vault-fixture.ts';

const disk = mkdtempSync(join(tmpdir(), 'nexus-full-'));

/** A disk of its own that a test may fill: 24 MB in memory, where this account may mount one. */
function mountSmallDisk(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('SKIPPED: a small disk cannot be mounted here, so uploads to a full one are not tested.');
    return false;
  }
}

const isMounted = mountSmallDisk();
afterAll(() => {
  if (isMounted) execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
});

describe.runIf(isMounted)('a full disk under the stored files', () => {
  test('refuses with a clear problem, keeps nothing half, and works on when there is room', {
    timeout: 300_000,
  }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'nexus-full-data-'));
    const blobs = join(dataDir, 'blobs');
    mkdirSync(blobs);
    execFileSync('mount', ['--bind', disk, blobs]);
    const vault = await startTestVault({ NEXUS_DATA: dataDir });
    try {
      const { admin } = vault;
      const spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Disco lleno' })).id;
      await admin.upload(spaceId, 'antes.txt', new Blob(['El color del canon de antes es violeta.']));
      await readAll(admin, spaceId);

      const large = crypto.getRandomValues(Buffer.alloc(65_536));
      const tooMuch = new Blob(Array<Uint8Array<ArrayBuffer>>(480).fill(large));
      const refusal = { status: 507, code: 'blobs.storage_full' };
      await expect(admin.upload(spaceId, 'enorme.bin', tooMuch)).rejects.toMatchObject(refusal);
      expect(readdirSync(join(blobs, '.unfinished'))).toEqual([]);
      expect(await admin.get(`/spaces/${spaceId}/ingest`)).toMatchObject({
        ready: 1,
        queued: 0,
        reading: 0,
        failed: 0,
      });

      // Full to the last byte: nothing more comes in, and what is there still answers.
      execFileSync('sh', ['-c', `head -c 40m /dev/zero > ${disk}/filler || true`], { stdio: 'ignore' });
      await expect(admin.upload(spaceId, 'tarde.txt', new Blob(['El canon de tarde es ámbar.']))).rejects.toMatchObject(
        refusal,
      );
      const asked = await admin.post<{ outcome: string }>('/questions', {
        text: '¿De qué color es el canon de antes?',
      });
      expect(asked.outcome).toBe('answered');

      rmSync(join(disk, 'filler'));
      await admin.upload(spaceId, 'tarde.txt', new Blob(['El canon de tarde es ámbar.']));
      expect(await readAll(admin, spaceId, 120_000)).toMatchObject({ ready: 2, failed: 0 });
      const found = await admin.post<{ hits: { text: string }[] }>('/search', { text: 'ámbar' });
      expect(found.hits.map((hit) => hit.text)).toEqual(['El canon de tarde es ámbar.']);
    } finally {
      await vault.close().catch(() => {});
      execFileSync('umount', ['-l', blobs]);
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('while documents are being read, they wait for room instead of being given up', {
    timeout: 300_000,
  }, async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'nexus-full-data-'));
    const blobs = join(dataDir, 'blobs');
    mkdirSync(blobs);
    execFileSync('sh', ['-c', `rm -rf ${disk}/* ${disk}/.unfinished`]);
    execFileSync('mount', ['--bind', disk, blobs]);
    const vault = await startTestVault({ NEXUS_DATA: dataDir });
    try {
      const { admin } = vault;
      const spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Lectura sin sitio' })).id;
      const text = Array.from(
        { length: 3_000 },
        (_, n) => `Línea ${n} del acta glauca con un importe de ${n} euros.`,
      ).join('\n\n');
      await admin.upload(spaceId, 'acta.txt', new Blob([text]));
      execFileSync('sh', ['-c', `head -c 40m /dev/zero > ${disk}/filler || true`], { stdio: 'ignore' });
      await new Promise((resolve) => setTimeout(resolve, 8_000));
      const during = await admin.get<Record<string, number>>(`/spaces/${spaceId}/ingest`);
      expect(during['failed']).toBe(0);
      rmSync(join(disk, 'filler'));
      expect(await readAll(admin, spaceId, 280_000)).toMatchObject({ ready: 1, failed: 0 });
      const found = await admin.post<{ hits: unknown[] }>('/search', { text: '"acta glauca"' });
      expect(found.hits.length).toBeGreaterThan(0);
    } finally {
      await vault.close().catch(() => {});
      execFileSync('umount', ['-l', blobs]);
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
