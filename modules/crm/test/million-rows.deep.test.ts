import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CrmFixture, startCrm } from './crm-fixture.ts';

let hub: CrmFixture;
beforeAll(async () => {
  hub = await startCrm();
});
afterAll(async () => await hub?.close());

const rows = 1_000_000;

async function* millionRows(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('id,nombre,país,cp\n');
  for (let from = 0; from < rows; from += 1000)
    yield Buffer.from(
      Array.from({ length: 1000 }, (_, n) => `X${from + n},Empresa número ${from + n},VE,${(from + n) % 9999}\n`).join(
        '',
      ),
    );
}

it('imports a million rows in bounded memory, and again without changing anything', async () => {
  const { imports } = hub.module.service;
  const { record } = await imports.upload(
    hub.manager,
    { name: 'millón.csv', content: millionRows() },
    { kind: 'customers' },
  );
  const mapping = { columns: { externalId: 'id', name: 'nombre', country: 'país', postcode: 'cp' }, defaults: {} };
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  try {
    const times: number[] = [];
    for (const step of ['check', 'run', 'run'] as const) {
      const start = performance.now();
      const done =
        step === 'check'
          ? await imports.check(hub.manager, record.id, mapping)
          : await imports.run(hub.manager, record.id);
      times.push(Math.round((performance.now() - start) / 1000));
      expect(done.record).toMatchObject({ rowsRead: rows, rowsFailed: 0 });
      expect(done.record.rowsCreated + done.record.rowsUnchanged).toBe(rows);
    }
    console.info(
      `check, import, import again: ${times.join(' s, ')} s; ${Math.round((peak - before) / 2 ** 20)} MiB more at most`,
    );
    expect((peak - before) / 2 ** 20).toBeLessThan(400);
  } finally {
    clearInterval(watch);
  }
});
