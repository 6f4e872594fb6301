import { fipsMode, systemSpaceId } from '@nexus/crypto';
import { type HttpApp, personOf } from '@nexus/http';
import type { PersonActor } from '@nexus/kernel';
import { z } from 'zod';
import type { SelfTests } from '../self-tests/self-tests.service.ts';
import type { SpaceKeys } from './keys.overview.ts';
import {
  KeysView,
  MethodParams,
  NewMethodRequest,
  NewMethodView,
  RotationAnswer,
  RotationList,
  RotationRequest,
  SelfTestList,
} from './keys.schemas.ts';
import { viewMethod, viewRotation, viewSpace } from './keys.view.ts';
import type { Rotations } from './rotations.service.ts';
import type { UnsealMethods } from './unseal-methods.service.ts';

export type KeysRoutesDependencies = {
  methods: UnsealMethods;
  rotations: Rotations;
  selfTests: SelfTests;
  rootKeyId(): string;
  erasureDelayDays: number;
  listSpaces(actor: PersonActor): Promise<SpaceKeys[]>;
  seal(actor: PersonActor): Promise<void>;
};

const officer = { access: 'session' as const, roles: ['officer' as const] };
const tags = ['keys'];
const nothing = { 204: z.null() };

export function keysRoutes(dependencies: KeysRoutesDependencies) {
  const { methods, rotations, selfTests, rootKeyId, erasureDelayDays, listSpaces, seal } = dependencies;
  return function routes(app: HttpApp): void {
    app.route({
      method: 'GET',
      url: '/api/v1/keys',
      config: officer,
      schema: {
        operationId: 'getKeys',
        summary: 'Keys with their age, and the ways to unseal',
        tags,
        response: { 200: KeysView },
      },
      handler: async (request) => ({
        rootKeyId: rootKeyId(),
        rootKeySince: (await methods.rootSince())?.toISOString() ?? null,
        evaluationKey: methods.isEvaluationKeyInUse(),
        fips: fipsMode(),
        erasureDelayDays,
        methods: (await methods.list()).map(viewMethod),
        spaces: (await listSpaces(personOf(request))).map(viewSpace),
      }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/keys/unseal-methods',
      config: officer,
      schema: {
        operationId: 'addUnsealMethod',
        summary: 'Add a way to unseal',
        description: 'A key file or shares are in the answer, once. They are kept nowhere.',
        tags,
        body: NewMethodRequest,
        response: { 201: NewMethodView },
      },
      handler: async (request, reply) => {
        const { method, secret } = await methods.add(personOf(request), request.body);
        return reply
          .status(201)
          .send({ id: method.id, keyFile: secret.keyFile ?? null, shares: secret.shares ?? null });
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/keys/unseal-methods/:methodId',
      config: officer,
      schema: {
        operationId: 'removeUnsealMethod',
        summary: 'Remove a way to unseal; the last one stays',
        tags,
        params: MethodParams,
        response: nothing,
      },
      handler: async (request, reply) => {
        await methods.remove(personOf(request), request.params.methodId);
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'DELETE',
      url: '/api/v1/keys/evaluation-key',
      config: officer,
      schema: {
        operationId: 'destroyEvaluationKey',
        summary: 'Destroy the key beside the data; from then on the server starts sealed',
        tags,
        response: nothing,
      },
      handler: async (request, reply) => {
        await methods.leaveEvaluation(personOf(request));
        return reply.status(204).send(null);
      },
    });

    app.route({
      method: 'POST',
      url: '/api/v1/keys/rotations',
      config: officer,
      schema: {
        operationId: 'rotateKey',
        summary: 'Replace a key',
        description:
          'Of a space or of the system: new writes use the new key at once, a job seals the rest anew and destroys the old one. The root key: all keys are wrapped anew at once.',
        tags,
        body: RotationRequest,
        response: { 202: RotationAnswer },
      },
      handler: async (request, reply) => {
        const { body } = request;
        const actor = personOf(request);
        if (body.target === 'root') {
          await methods.rotateRoot(actor);
          return reply.status(202).send({ id: null });
        }
        const id = await rotations.request(actor, body.target === 'system' ? systemSpaceId : body.spaceId);
        return reply.status(202).send({ id });
      },
    });

    app.route({
      method: 'GET',
      url: '/api/v1/keys/rotations',
      config: officer,
      schema: {
        operationId: 'listKeyRotations',
        summary: 'Replacements of keys: running ones, then the newest',
        tags,
        response: { 200: RotationList },
      },
      handler: async (request) => ({ items: (await rotations.list(personOf(request))).map(viewRotation) }),
    });

    app.route({
      method: 'GET',
      url: '/api/v1/keys/self-tests',
      config: { access: 'session', roles: ['officer', 'administrator'] },
      schema: {
        operationId: 'listSelfTests',
        summary: 'The newest result of each self-test of sealing',
        tags,
        response: { 200: SelfTestList },
      },
      handler: async () => ({ items: (await selfTests.latest()).map(viewSelfTest) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/keys/self-tests',
      config: { access: 'session', roles: ['officer', 'administrator'] },
      schema: { operationId: 'runSelfTests', summary: 'Run the self-tests now', tags, response: { 200: SelfTestList } },
      handler: async () => ({ items: (await selfTests.run(app.closing)).map(viewSelfTest) }),
    });

    app.route({
      method: 'POST',
      url: '/api/v1/seal',
      config: officer,
      schema: {
        operationId: 'seal',
        summary: 'Forget the keys: nobody reads anything until the server is unsealed',
        tags,
        response: { 202: z.object({ state: z.literal('sealing') }) },
      },
      handler: async (request, reply) => {
        await seal(personOf(request));
        return reply.status(202).send({ state: 'sealing' as const });
      },
    });
  };
}

function viewSelfTest({ name, outcome, detail, ranAt }: Awaited<ReturnType<SelfTests['latest']>>[number]) {
  return {
    name,
    outcome,
    detail: detail as Record<string, string | number | boolean>,
    ranAt: new Date(ranAt).toISOString(),
  };
}
