import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createTestClient, openTestSession } from '@nexus/testing';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { numberOf } from './bench.ts';
import { type FilledPipelines, fillPipelines } from './boards/fill-pipelines.ts';
import { type Call, offerCalls, percentileOf } from './boards/offered-load.ts';
import { benchAccount, inScratchFolder, nodeFlagsOf, startServerProcess } from './vault/vault-process.ts';

const program = fileURLToPath(new URL('main.ts', import.meta.resolve('@nexus/hub')));
/** Each session may ask a thousand times a minute: the load is that of a whole office. */
const sellers = 12;

/**
 * `--opportunities 100000`, `--rate 100` (requests a second, offered whether or not earlier ones were answered), `--seconds 60`. The server is a process of its
 * own with its own PostgreSQL; requests go over HTTP with sessions, through row-level security.
 */
export const bench: Bench = {
  name: 'boards',
  summary:
    'lists and boards over 100,000 opportunities: every filter and sort, and p99 of the API at 100 requests a second',
  run: (options) =>
    inScratchFolder(async (folder) => {
      const server = await startServerProcess(program, folder, nodeFlagsOf(options.flags));
      try {
        const owner = createTestClient(
          server.url,
          await openTestSession(server.url, '/setup', { token: server.setupToken, ...benchAccount }),
        );
        const clients = [owner, ...(await inviteSellers(owner, server.url))];
        const filled = await fillPipelines(folder, numberOf(options, 'opportunities', 100_000));
        const ours = {
          ...(await measureEach(clients, filled, options)),
          ...(await measureLoad(clients, filled, options)),
        };
        return { bench: 'boards', data: `${filled.count} opportunities`, ours, peers: {} };
      } finally {
        await server.stop();
      }
    }),
};

type Client = ReturnType<typeof createTestClient>;

async function inviteSellers(owner: Client, url: string): Promise<Client[]> {
  const { items } = await owner.get<{ items: { organisationId: string }[] }>('/me/organisations');
  const clients: Client[] = [];
  for (let n = 1; n < sellers; n += 1) {
    const person = { name: `Vendedor ${n}`, email: `v${n}@example.org`, role: 'support' };
    const invited = await owner.post<{ invitation: { token: string } }>(
      `/organisations/${items[0]!.organisationId}/members`,
      person,
    );
    const accept = { token: invited.invitation.token, password: benchAccount.password };
    clients.push(createTestClient(url, await openTestSession(url, '/invitations/accept', accept)));
  }
  return clients;
}

/** Every sort both ways, every filter, some of them together, first pages and later ones. The slowest of medians is the figure. */
async function measureEach(
  clients: readonly Client[],
  filled: FilledPipelines,
  options: BenchOptions,
): Promise<Figures> {
  const medians: { query: string; ms: number }[] = [];
  let turn = 0;
  for (const query of allQueries(filled)) {
    const times: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      turn += 1;
      const client = clients[turn % clients.length]!;
      const start = performance.now();
      await client.get(query);
      times.push(performance.now() - start);
    }
    medians.push({ query, ms: percentileOf(times, 0.5) });
  }
  medians.sort((a, b) => b.ms - a.ms);
  for (const { query, ms } of medians.slice(0, 8)) options.log(`${ms.toFixed(1)} ms  ${query}`);
  return {
    queries: medians.length,
    slowest_ms: medians[0]!.ms,
    median_ms: percentileOf(
      medians.map(({ ms }) => ms),
      0.5,
    ),
  };
}

function allQueries({ pipelineId, stageIds, ownerIds, partnerIds, customerIds }: FilledPipelines): string[] {
  const list = (rest: string) => `/opportunities?pipelineId=${pipelineId}&limit=50${rest}`;
  const sorts = ['updated', 'created', 'name', 'customer', 'value', 'probability', 'close', 'stage_since'];
  const orders = ['asc', 'desc'];
  const filters = [
    '',
    `&stageId=${stageIds[0]}`,
    `&stageId=${stageIds.at(-1)}`,
    '&outcome=open',
    '&outcome=lost',
    `&ownerId=${ownerIds[0]}`,
    `&partnerId=${partnerIds[0]}`,
    `&customerId=${customerIds[0]}`,
    '&productLine=vault',
    '&valueFrom=5000000&valueTo=5100000',
    '&valueFrom=1',
    '&currency=USD',
    '&closeFrom=2026-12-01&closeTo=2026-12-07',
    '&text=hospital%2077',
    '&text=zzz',
    '&text=a',
    `&ownerId=${randomUUID()}`,
    `&partnerId=${partnerIds[1]}&stageId=${stageIds[1]}&valueFrom=100000`,
  ];
  return [
    ...filters.flatMap((filter) =>
      sorts.flatMap((sort) => orders.map((order) => list(`${filter}&sort=${sort}&order=${order}`))),
    ),
    `/opportunity-board?pipelineId=${pipelineId}`,
    `/opportunity-board?pipelineId=${pipelineId}&partnerId=${partnerIds[0]}`,
    `/opportunity-board?pipelineId=${pipelineId}&ownerId=${ownerIds[0]}`,
  ];
}

/** What an office does: lists in all orders, pages further on, boards, single opportunities, and moves. */
async function measureLoad(
  clients: readonly Client[],
  filled: FilledPipelines,
  options: BenchOptions,
): Promise<Figures> {
  const queries = allQueries(filled).filter((query) => query.startsWith('/opportunities'));
  const { ids, stageIds, pipelineId } = filled;
  let moved = 0;
  const callOf = (n: number): Call => {
    const client = clients[n % clients.length]!;
    const kind = n % 20;
    if (kind < 10) return () => client.get(queries[(n * 7) % queries.length]!);
    if (kind < 13) return () => client.get(`/opportunity-board?pipelineId=${pipelineId}`);
    if (kind < 18) return () => client.get(`/opportunities/${ids[(n * 13) % ids.length]}`);
    return async () => {
      moved += 1;
      const stageId = stageIds[moved % (stageIds.length - 1)];
      const answer = await client.send(
        'PUT',
        `/opportunities/${ids[(n * 17) % ids.length]}/stage`,
        { stageId },
        { 'if-match': '*' },
      );
      if (answer.status !== 200) throw new Error(`a move was refused: ${answer.status}`);
    };
  };
  const rate = numberOf(options, 'rate', 100);
  await offerCalls(callOf, { rate, seconds: 10 });
  const { latencies, failures, late } = await offerCalls(callOf, { rate, seconds: numberOf(options, 'seconds', 60) });
  options.log(`${latencies.length} requests, ${failures} failed, ${late} began more than 5 ms late`);
  return {
    offered_per_s: rate,
    p50_ms: percentileOf(latencies, 0.5),
    p95_ms: percentileOf(latencies, 0.95),
    p99_ms: percentileOf(latencies, 0.99),
    max_ms: Math.max(...latencies),
    failed: failures,
  };
}
