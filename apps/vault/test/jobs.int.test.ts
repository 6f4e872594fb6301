import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

let vault: VaultFixture;
beforeAll(async () => {
  vault = await startTestVault();
});
afterAll(() => vault?.close());

test('administrators see the queues and the disk; others see no queue', async () => {
  const stranger = (await vault.invite('luis@example.org')).client;
  await expect(vault.anonymous.get('/jobs')).rejects.toMatchObject({ status: 401 });
  await expect(stranger.get('/jobs')).rejects.toMatchObject({ status: 403 });
  const jobs = await vault.admin.get<{ queues: { queue: string; waiting: number }[]; failed: unknown[] }>('/jobs');
  expect(jobs.queues.map(({ queue }) => queue).sort()).toEqual(['ingest', 'reindex', 'rotate-key']);
  expect(jobs.failed).toEqual([]);
  const { storage } = await vault.admin.get<{ storage: { freeBytes: number; totalBytes: number } }>('/status');
  expect(storage.freeBytes).toBeGreaterThan(0);
  expect(storage.totalBytes).toBeGreaterThan(storage.freeBytes);
});

test('a retry of nothing is refused, and stands in the log all the same', async () => {
  const jobId = '01a1fd3d-ceaf-4048-857d-9bb373354670';
  await expect(vault.admin.post('/jobs/not-an-id/retry', {})).rejects.toMatchObject({ status: 400 });
  await expect(vault.admin.post(`/jobs/${jobId}/retry`, {})).rejects.toMatchObject({ status: 404 });
  for (const deadline = Date.now() + 200_000; ; ) {
    const { items } = await vault.admin.get<{ items: { objects: unknown[] }[] }>('/audit/entries?action=job.retried');
    if (items.length > 0) {
      expect(items[0]!.objects).toEqual([{ kind: 'job', id: jobId }]);
      break;
    }
    if (Date.now() > deadline) throw new Error('the retry is not in the log');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
});
