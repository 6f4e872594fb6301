import { type HttpApp, personOf } from '@nexus/http';
import { z } from 'zod';
import type { KeysService } from './keys/keys.service.ts';
import {
  FileBody,
  KeyList,
  KeyParams,
  KeyView,
  PolicyBody,
  PolicyList,
  PolicyView,
  RevokeKeyBody,
  RootBody,
  RootView,
} from './licences.schemas.ts';
import { viewKey, viewPolicy } from './licences.view.ts';
import type { PoliciesService } from './policies/policies.service.ts';

const tags = ['licences'];
const session = { access: 'session' as const };
const creating = { ...session, idempotent: true };

/** What the network needs before it issues: keys and policies. */
export function issuerRoutes(keys: KeysService, policies: Pick<PoliciesService, 'list' | 'set'>) {
  return function routes(app: HttpApp): void {
    app.get(
      '/api/v1/licence-policies',
      {
        config: session,
        schema: {
          operationId: 'listLicencePolicies',
          summary: 'The policies that hold, by product and kind',
          tags,
          response: { 200: PolicyList },
        },
      },
      async (request) => ({ items: (await policies.list(personOf(request))).map(viewPolicy) }),
    );

    app.post(
      '/api/v1/licence-policies',
      {
        config: creating,
        schema: {
          operationId: 'setLicencePolicy',
          summary: 'A new version of a policy; licences that were issued keep theirs',
          tags,
          body: PolicyBody,
          response: { 201: PolicyView },
        },
      },
      async (request, reply) => {
        const { product, kind, ...terms } = request.body;
        return reply.status(201).send(viewPolicy(await policies.set(personOf(request), product, kind, terms)));
      },
    );

    app.get(
      '/api/v1/licence-keys',
      {
        config: session,
        schema: { operationId: 'listLicenceKeys', summary: 'Roots and signing keys', tags, response: { 200: KeyList } },
      },
      async (request) => {
        const { roots, keys: rows } = await keys.list(personOf(request));
        return {
          roots: roots.map(({ kid, addedAt }) => ({ kid, addedAt: addedAt.toISOString() })),
          keys: rows.map(viewKey),
        };
      },
    );

    app.post(
      '/api/v1/licence-roots',
      {
        config: creating,
        schema: {
          operationId: 'addLicenceRoot',
          summary: 'Make a root known by its public key; the private part stays offline',
          tags,
          body: RootBody,
          response: { 201: RootView },
        },
      },
      async (request, reply) => reply.status(201).send(await keys.addRoot(personOf(request), request.body.publicPem)),
    );

    app.post(
      '/api/v1/licence-keys',
      {
        config: creating,
        schema: {
          operationId: 'createLicenceKey',
          summary: 'Make a signing key, whose public part is to be carried to the root',
          tags,
          response: { 201: KeyView },
        },
      },
      async (request, reply) => reply.status(201).send(viewKey(await keys.create(personOf(request)))),
    );

    app.post(
      '/api/v1/licence-keys/certificates',
      {
        config: creating,
        schema: {
          operationId: 'activateLicenceKey',
          summary: 'Install the root’s word for a signing key, which signs from then on',
          tags,
          body: FileBody,
          response: { 200: KeyView },
        },
      },
      async (request) => viewKey(await keys.activate(personOf(request), request.body.file)),
    );

    app.post(
      '/api/v1/licence-keys/:kid/revocation',
      {
        config: session,
        schema: {
          operationId: 'revokeLicenceKey',
          summary: 'Believe nothing that a key signed from a moment on',
          tags,
          params: KeyParams,
          body: RevokeKeyBody,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await keys.revoke(personOf(request), request.params.kid, new Date(request.body.from));
        return reply.status(204).send(null);
      },
    );
  };
}
