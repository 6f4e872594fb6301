import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../../api/client.ts';

export type SignInSource = Answered<'listSignInSources'>['items'][number];
export type SourceBody = SignInSource['source'];
export type Kind = SourceBody['kind'];
export type SettingsOf<K extends Kind> = Extract<SourceBody, { kind: K }>['settings'];
export type Check = Answered<'testSignInSource'>['checks'][number];
export type SessionLimit = Answered<'getSessionLimits'>['items'][number];
export type ExternalIdentity = Answered<'listExternalIdentities'>['items'][number];

export const sourcesQuery = queryOptions({
  queryKey: ['sign-in-sources'],
  queryFn: async (): Promise<SignInSource[]> => (await read(api.GET('/api/v1/sign-in-sources'))).items,
});

export const limitsQuery = queryOptions({
  queryKey: ['session-limits'],
  queryFn: () => read(api.GET('/api/v1/session-limits')),
});

export const localSignInQuery = queryOptions({
  queryKey: ['sign-in-rules'],
  queryFn: () => read(api.GET('/api/v1/sign-in-rules')),
});

export const identitiesQuery = queryOptions({
  queryKey: ['external-identities'],
  queryFn: async (): Promise<ExternalIdentity[]> => (await read(api.GET('/api/v1/external-identities'))).items,
});
