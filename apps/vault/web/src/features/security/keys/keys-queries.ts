import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../../api/client.ts';

export type Keys = Answered<'getKeys'>;
export type UnsealMethod = Keys['methods'][number];
export type SpaceKeys = Keys['spaces'][number];
export type Erasure = Answered<'listErasures'>['items'][number];
export type SelfTest = Answered<'listSelfTests'>['items'][number];

const isRotating = (keys: Keys | undefined) => keys?.spaces.some(({ rotation }) => rotation?.state === 'running');

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: (): Promise<Keys> => read(api.GET('/api/v1/keys')),
  refetchInterval: ({ state }) => (isRotating(state.data) ? 1_000 : 15_000),
});

export const erasuresQuery = queryOptions({
  queryKey: ['keys', 'erasures'],
  queryFn: async (): Promise<Erasure[]> => (await read(api.GET('/api/v1/keys/erasures'))).items,
  refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'running') ? 2_000 : 30_000),
});

export const selfTestsQuery = queryOptions({
  queryKey: ['keys', 'self-tests'],
  queryFn: async (): Promise<SelfTest[]> => (await read(api.GET('/api/v1/keys/self-tests'))).items,
});
