import {
  createS3Target,
  ObjectExistsError,
  ObjectMissingError,
  TargetAwayError,
  TargetRefusedError,
} from '@nexus/backups';
import { afterEach, expect, test } from 'vitest';
import { type S3Behaviour, startS3Server } from './s3-server.ts';

let server: Awaited<ReturnType<typeof startS3Server>> | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function start(behaviour: Partial<S3Behaviour> = {}, options = {}) {
  server = await startS3Server({
    knowsConditions: true,
    checksSecret: true,
    hasObjectLock: false,
    busy: 0,
    pageSize: 3,
    ...behaviour,
  });
  return createS3Target({ ...server.options, ...options });
}

test('objects are put once, read whole and in part, listed over pages, and removed', async () => {
  const target = await start();
  for (let i = 0; i < 8; i += 1) await target.put(`packs/a${i}/x_${i}.y`, Buffer.from(`object ${i}`));
  await expect(target.put('packs/a1/x_1.y', Buffer.from('other'))).rejects.toThrow(ObjectExistsError);
  expect((await target.get('packs/a1/x_1.y')).toString()).toBe('object 1');
  expect((await target.getRange('packs/a1/x_1.y', 2, 4)).toString()).toBe('ject');
  const listed = await Array.fromAsync(target.list('packs'));
  expect(listed).toEqual(Array.from({ length: 8 }, (_, i) => ({ key: `packs/a${i}/x_${i}.y`, size: 8 })));
  await target.remove('packs/a1/x_1.y');
  await target.remove('packs/a1/x_1.y');
  await expect(target.get('packs/a1/x_1.y')).rejects.toThrow(ObjectMissingError);
});

test.each([
  [{ knowsConditions: true, checksSecret: true, hasObjectLock: true }],
  [{ knowsConditions: false, checksSecret: true, hasObjectLock: false }],
  [{ knowsConditions: true, checksSecret: false, hasObjectLock: false }],
])('what a store guarantees is found out by trying: %j', async (behaviour) => {
  const target = await start(behaviour);
  expect(await target.probe()).toEqual({
    writeOnce: behaviour.knowsConditions,
    objectLock: behaviour.hasObjectLock,
    checksSecret: behaviour.checksSecret,
    otherDevice: null,
  });
  expect(server!.objects.size).toBe(0);
});

test('also a store that overwrites is not made to overwrite', async () => {
  const target = await start({ knowsConditions: false });
  await target.put('packs/aa/x', Buffer.from('first'));
  await expect(target.put('packs/aa/x', Buffer.from('second'))).rejects.toThrow(ObjectExistsError);
});

test('a locked object cannot be removed, with our own credentials either, and its date can be moved', async () => {
  const target = await start({ hasObjectLock: true });
  const soon = new Date(Date.now() + 60_000);
  await target.put('packs/aa/x', Buffer.from('locked'), { lockedUntil: soon });
  await expect(target.remove('packs/aa/x')).rejects.toThrow(TargetRefusedError);
  const later = new Date(Date.now() + 120_000);
  await target.extendLock('packs/aa/x', later);
  expect([...server!.objects.values()][0]!.lockedUntil).toBe(later.toISOString());
});

test('a busy store is asked again; a wrong secret and a missing bucket are refusals, a dead store is away', {
  timeout: 30_000,
}, async () => {
  const target = await start({ busy: 2 });
  await target.put('packs/aa/x', Buffer.from('x'));
  const wrong = createS3Target({ ...server!.options, secret: 'otro' });
  await expect(wrong.get('packs/aa/x')).rejects.toThrow(TargetRefusedError);
  const elsewhere = createS3Target({ ...server!.options, bucket: 'ninguno' });
  await expect(elsewhere.get('packs/aa/x')).rejects.toThrow(TargetRefusedError);
  await server!.close();
  await expect(target.get('packs/aa/x')).rejects.toThrow(TargetAwayError);
  server = null;
});
