import { newId } from '@nexus/kernel';
import { type Bench, type Figures, numberOf } from './bench.ts';
import { startMoneyServer } from './money/money-server.ts';
import { multiplyMonth } from './money/multiply-month.ts';
import { growNetwork, sellFor } from './money/sales-network.ts';
import { percentile } from './peers/measure.ts';
import { watchMemory } from './vault/process-memory.ts';

const month = '2026-11';

/**
 * `--lines 1000000`, `--partners 10000`; `--accrue 50000` (how many lines are recorded through the service; the rest of the month is copied from them, with partners of
 * its own), `--batch 2000` (sales recorded in one transaction), `--clients 2` (that record at once).
 */
export const bench: Bench = {
  name: 'money',
  summary: 'sale lines accrued a second, the close of a month of them (--lines, --partners), a page of a statement',
  async run(options) {
    const lines = numberOf(options, 'lines', 1_000_000);
    const times = Math.max(1, Math.floor(lines / numberOf(options, 'accrue', 50_000)));
    const recorded = Math.floor(lines / times);
    const partners = growNetwork(Math.ceil(numberOf(options, 'partners', 10_000) / times));
    const founder = newId();
    const server = await startMoneyServer(partners, founder, new Date('2026-12-02T12:00:00Z'));
    try {
      const accrual = await accrue(server, partners, recorded, options);
      if (times > 1) {
        options.log(`copying the month ${times - 1} times ...`);
        await multiplyMonth(server.superuser, times - 1);
      }
      options.log('sealing what was accrued ...');
      const sealing = performance.now();
      const sealed = await server.sealAll();
      const sealSeconds = since(sealing);

      options.log('closing the month ...');
      const memory = watchMemory(process.pid);
      const started = performance.now();
      await server.work((tx) => server.service.beginClosing(tx, month, { kind: 'system', job: 'bench.money' }));
      const closed = await server.service.finishClosing(month, null);
      const closedAt = performance.now();
      await server.sealAll();
      const closeSeconds = since(started);
      const peak = memory.stop();
      options.log(`${closed.partners} partners, ${closed.lines} lines added, ${closed.statements} statements`);

      const pages = await readStatements(server, founder);
      const [size] = await server.asOwner<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
      const [count] = await server.asOwner<{ count: string }>('select count(*) as count from commission_lines');
      const ours: Figures = {
        accrual_lines_per_s: Math.round(recorded / accrual),
        accrual_s: round(accrual),
        seal_tx_per_s: Math.round(sealed / sealSeconds),
        close_s: round(closeSeconds),
        close_seal_s: round(closeSeconds - (closedAt - started) / 1000),
        close_memory_mb: Math.round(peak.totalMb),
        close_node_mb: Math.round(peak.serverMb),
        close_database_mb: Math.round(peak.databaseMb),
        close_lines: closed.lines,
        commission_lines: Number(count!.count),
        statement_page_p50_ms: round(percentile(pages, 0.5)),
        statement_page_p99_ms: round(percentile(pages, 0.99)),
        bytes_per_sale_line: Math.round(Number(size!.bytes) / lines),
      };
      return {
        bench: 'money',
        data: `${recorded * times} sale lines of ${partners.length * times} partners`,
        ours,
        peers: {},
      };
    } finally {
      await server.stop();
    }
  },
};

type Server = Awaited<ReturnType<typeof startMoneyServer>>;

async function accrue(
  server: Server,
  partners: ReturnType<typeof growNetwork>,
  lines: number,
  options: Parameters<Bench['run']>[0],
): Promise<number> {
  const batch = numberOf(options, 'batch', 2_000);
  const sales = sellFor(partners, lines, month);
  let done = 0;
  const started = performance.now();
  async function client(): Promise<void> {
    for (;;) {
      const events = take(sales, batch);
      if (events.length === 0) return;
      await server.work((tx) => server.service.recordSales(tx, events, null));
      done += events.length;
      if (done % 50_000 < batch) options.log(`${done} lines, ${Math.round(done / since(started))} lines/s`);
    }
  }
  await Promise.all(Array.from({ length: numberOf(options, 'clients', 2) }, client));
  return since(started);
}

function take<T>(items: Iterator<T>, count: number): T[] {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = items.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

/** The longest statements: the founder's, and those of partners with the most lines, first pages and pages from the middle. */
async function readStatements(server: Server, founder: string): Promise<number[]> {
  const busiest = await server.asOwner<{ partner_id: string; middle: string }>(
    `select partner_id, ((first_line + last_line) / 2)::text as middle from month_statements where month = $1 order by line_count desc limit 50`,
    [month],
  );
  const times: number[] = [];
  for (const { partner_id, middle } of [{ partner_id: founder, middle: busiest[0]!.middle }, ...busiest])
    for (const after of [0n, BigInt(middle)]) {
      const started = performance.now();
      await server.service.statementOf(server.finance, partner_id, month, after, 100);
      times.push(performance.now() - started);
    }
  return times;
}

function since(started: number): number {
  return (performance.now() - started) / 1000;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
