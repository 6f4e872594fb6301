import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type OwnSession = Answered<'listSessions'>['items'][number];
export type Passkey = Answered<'listPasskeys'>['items'][number];
export type AccessToken = Answered<'listTokens'>['items'][number];

export const sessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: async (): Promise<OwnSession[]> => (await read(api.GET('/api/v1/me/sessions'))).items,
});

export const passkeysQuery = queryOptions({
  queryKey: ['passkeys'],
  queryFn: async (): Promise<Passkey[]> => (await read(api.GET('/api/v1/me/passkeys'))).items,
});

export const secondFactorQuery = queryOptions({
  queryKey: ['second-factor'],
  queryFn: () => read(api.GET('/api/v1/me/second-factor')),
});

export const tokensQuery = queryOptions({
  queryKey: ['access-tokens'],
  queryFn: async (): Promise<AccessToken[]> => (await read(api.GET('/api/v1/tokens'))).items,
});
