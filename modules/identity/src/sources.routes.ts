import { type HttpApp, personOf, problemResponse, Timestamp } from '@nexus/http';
import { z } from 'zod';
import type { IdentityService } from './identity.service.ts';
import { CheckSchema } from './source-check.ts';
import { CardSettings, DirectorySettings, ProviderSettings } from './sources.settings.ts';

const SettingsByKind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('directory'), settings: DirectorySettings }),
  z.object({ kind: z.literal('provider'), settings: ProviderSettings }),
  z.object({ kind: z.literal('cards'), settings: CardSettings }),
]);
const SourceBody = z.object({ isOn: z.boolean(), source: SettingsByKind });
const TestBody = z.object({
  source: SettingsByKind,
  sourceId: z.uuid().optional().describe('Whose secret is used when none is given'),
  login: z.string().min(1).max(254).optional().describe('An account to look for in a directory'),
});
const SourceView = z
  .object({
    id: z.uuid(),
    isOn: z.boolean(),
    version: z.int(),
    source: SettingsByKind,
    hasSecret: z.boolean(),
    linkedPeople: z.int(),
    checkedAt: Timestamp.nullable(),
    checkOutcome: z.string().nullable(),
  })
  .meta({ id: 'SignInSource' });
const LinkView = z
  .object({
    personId: z.uuid(),
    sourceId: z.uuid(),
    sourceName: z.string(),
    lastSeenAt: Timestamp.nullable(),
    proposedRoles: z.array(z.enum(['administrator', 'officer', 'auditor'])),
  })
  .meta({ id: 'ExternalIdentity' });
const SourceParams = z.object({ sourceId: z.uuid() });
const LinkParams = z.object({ sourceId: z.uuid(), personId: z.uuid() });
const NoContent = z.undefined().describe('Done');

/** Where people may come from, for those who run the system. */
export function sourcesRoutes(app: HttpApp, service: IdentityService): void {
  const administrator = { access: 'session' as const, roles: ['administrator' as const], interactive: true };
  const tags = ['sign-in'];

  app.get(
    '/api/v1/sign-in-sources',
    {
      config: { access: 'session', roles: ['administrator'] },
      schema: {
        tags,
        operationId: 'listSignInSources',
        summary: 'Ways to sign in besides a password of this server; no secrets',
        response: { 200: z.object({ items: z.array(SourceView) }) },
      },
    },
    async (request) => ({
      items: (await service.sources.listForAdministrator(personOf(request))).map(({ kind, settings, ...row }) => ({
        ...row,
        source: { kind, settings } as z.infer<typeof SettingsByKind>,
      })),
    }),
  );

  app.post(
    '/api/v1/sign-in-sources',
    {
      config: { ...administrator, idempotent: true },
      schema: {
        tags,
        operationId: 'createSignInSource',
        summary: 'Add a directory, a provider or the rule for cards',
        body: SourceBody,
        response: { 201: z.object({ id: z.uuid() }), 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const { isOn, source } = request.body;
      return reply.code(201).send(await service.sources.create(personOf(request), { ...source, isOn }));
    },
  );

  app.put(
    '/api/v1/sign-in-sources/:sourceId',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'changeSignInSource',
        summary: 'Change a way to sign in; a secret that is left out stays',
        params: SourceParams,
        body: SourceBody,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      const { isOn, source } = request.body;
      await service.sources.change(personOf(request), request.params.sourceId, { ...source, isOn });
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/sign-in-sources/:sourceId',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'deleteSignInSource',
        summary: 'Remove a way to sign in; people stay',
        params: SourceParams,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      await service.sources.remove(personOf(request), request.params.sourceId);
      return reply.code(204).send();
    },
  );

  app.post(
    '/api/v1/sign-in-sources/test',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'testSignInSource',
        summary: 'Try settings step by step, kept or not',
        body: TestBody,
        response: { 200: z.object({ checks: z.array(CheckSchema) }) },
      },
    },
    async (request) => {
      const { source, sourceId, login } = request.body;
      return { checks: await service.sources.tryOut(personOf(request), source, { sourceId, login }) };
    },
  );

  app.post(
    '/api/v1/sign-in-sources/:sourceId/synchronization',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'synchronizeDirectory',
        summary: 'Compare accounts with the directory now',
        params: SourceParams,
        response: { 200: z.object({ checked: z.int(), suspended: z.int(), outcome: z.string() }) },
      },
    },
    (request) => service.sources.synchronizeNow(personOf(request), request.params.sourceId),
  );

  app.get(
    '/api/v1/external-identities',
    {
      config: { access: 'session', roles: ['administrator', 'officer'] },
      schema: {
        tags,
        operationId: 'listExternalIdentities',
        summary: 'Where people come from, and the duties that their groups speak for',
        response: { 200: z.object({ items: z.array(LinkView) }) },
      },
    },
    async (request) => ({ items: await service.sources.listLinks(personOf(request)) }),
  );

  app.put(
    '/api/v1/sign-in-sources/:sourceId/people/:personId',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'linkExternalIdentity',
        summary: 'Say whose an account or card is',
        params: LinkParams,
        body: z.object({ subject: z.string().trim().min(1).max(300) }),
        response: { 204: NoContent, 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      const { sourceId, personId } = request.params;
      await service.sources.linkPerson(personOf(request), sourceId, personId, request.body.subject);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/sign-in-sources/:sourceId/people/:personId',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'unlinkExternalIdentity',
        summary: 'Take the link between a person and an account away',
        params: LinkParams,
        response: { 204: NoContent },
      },
    },
    async (request, reply) => {
      const { sourceId, personId } = request.params;
      await service.sources.unlinkPerson(personOf(request), sourceId, personId);
      return reply.code(204).send();
    },
  );
}
