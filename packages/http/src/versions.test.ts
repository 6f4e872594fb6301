import { newId } from '@nexus/kernel';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createTestHttpApp } from './testing.ts';
import { expectedVersion, requireVersion, versionTag } from './versions.ts';

test.each([
  ['"v7"', 200, 7],
  ['*', 200, null],
  ['"v6", "v7"', 400, undefined],
  ['"v6"', 412, undefined],
  ['W/"v7"', 412, undefined],
  ['v7', 412, undefined],
  [undefined, 428, undefined],
])('If-Match %s against version 7 is %i', async (tag, status, named) => {
  const app = await createTestHttpApp({ token: { personId: newId() } });
  const seen: (number | null)[] = [];
  app.put(
    '/thing',
    {
      config: { access: 'session', versioned: true },
      schema: { operationId: 'put', summary: 's', tags: ['t'], response: { 200: z.object({ ok: z.boolean() }) } },
    },
    async (request) => {
      requireVersion(request, 7n);
      seen.push(expectedVersion(request));
      return { ok: true };
    },
  );
  const headers = { authorization: 'Bearer token', ...(tag === undefined ? {} : { 'if-match': tag }) };
  const response = await app.inject({ method: 'PUT', url: '/thing', headers });
  expect(response.statusCode).toBe(status);
  expect(seen).toEqual(named === undefined ? [] : [named]);
  await app.close();
});

test('an entity tag is strong and quoted', () => {
  expect(versionTag(3)).toBe('"v3"');
  expect(versionTag(2n ** 40n)).toBe('"v1099511627776"');
});
