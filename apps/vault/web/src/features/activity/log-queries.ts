import { read } from '@nexus/page/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type LogState = Answered<'getAuditLog'>;
export type Checkpoint = Answered<'listAuditCheckpoints'>['items'][number];
export type Consistency = Answered<'proveAuditConsistency'>;

export const logStateQuery = queryOptions({
  queryKey: ['audit-log'],
  queryFn: () => read(api.GET('/api/v1/audit/log')),
  // While the log is being checked its progress is looked at; else once a minute, as often as it is signed.
  refetchInterval: (query) => (query.state.data?.verification.progress ? 700 : 60_000),
});

const pageSize = 20;

export const checkpointsQuery = infiniteQueryOptions({
  queryKey: ['audit-checkpoints'],
  initialPageParam: undefined as number | undefined,
  queryFn: ({ pageParam }) => {
    const query = { limit: pageSize, ...(pageParam ? { before: pageParam } : {}) };
    return read(api.GET('/api/v1/audit/checkpoints', { params: { query } }));
  },
  getNextPageParam: ({ items }) => (items.length === pageSize ? items.at(-1)!.size : undefined),
});

export async function signCheckpoint(): Promise<unknown> {
  return await read(api.POST('/api/v1/audit/checkpoints'));
}

export async function verifyLog(): Promise<LogState> {
  return await read(api.POST('/api/v1/audit/verifications'));
}

export async function proveConsistency(sizes: readonly [number, number]): Promise<Consistency> {
  const [from, to] = sizes.toSorted((a, b) => a - b) as [number, number];
  return await read(api.GET('/api/v1/audit/consistency', { params: { query: { from, to } } }));
}

export async function acceptBreak(
  reason: 'backup_restored' | 'second_place_exchanged' | 'investigated',
): Promise<unknown> {
  return await read(api.POST('/api/v1/audit/break/acceptance', { body: { reason } }));
}
