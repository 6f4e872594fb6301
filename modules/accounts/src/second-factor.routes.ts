import { type HttpApp, personOf, problemResponse, sessionCookieOf, setSessionCookie, sourceOf } from '@nexus/http';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';

/** The second step of signing in. */
export function secondFactorRoutes(app: HttpApp, service: AccountsService): void {
  const atScreen = { access: 'session' as const, interactive: true };
  const tags = ['second factor'];
  const refusals = { 403: problemResponse(403), 409: problemResponse(409) };

  app.get(
    '/api/v1/me/second-factor',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'getSecondFactor',
        summary: 'Whether one’s own second step is on',
        response: { 200: schemas.SecondFactorSchema },
      },
    },
    async (request) => {
      const { since, codesLeft } = await service.getSecondFactor(personOf(request));
      return { isOn: since !== null, since: since?.toISOString() ?? null, codesLeft };
    },
  );

  app.post(
    '/api/v1/me/second-factor',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'beginSecondFactor',
        summary: 'A new secret for an authenticator app',
        description: 'Nothing is asked at sign-in until a first code was confirmed.',
        body: schemas.OwnPasswordBody,
        response: { 200: schemas.OneTimeSecretSchema, ...refusals },
      },
    },
    (request) => service.beginSecondFactor(personOf(request), request.body.password, sourceOf(request)),
  );

  app.post(
    '/api/v1/me/second-factor/confirm',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'confirmSecondFactor',
        summary: 'Turn the second step on with a first code; answers the recovery codes, once',
        body: schemas.CodeBody,
        response: { 200: schemas.RecoveryCodesSchema, ...refusals },
      },
    },
    async (request, reply) => {
      const codes = await service.confirmSecondFactor(personOf(request), request.body.code, sourceOf(request));
      // From here on the session is worth more than when its token was made.
      const renewed = sessionCookieOf(request) === null ? null : await service.renewSessionToken(personOf(request));
      if (renewed !== null) setSessionCookie(reply, renewed.token, renewed.expiresAt);
      return { codes };
    },
  );

  app.post(
    '/api/v1/me/second-factor/recovery-codes',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'renewRecoveryCodes',
        summary: 'New recovery codes in place of all before',
        body: schemas.OwnPasswordBody,
        response: { 200: schemas.RecoveryCodesSchema, ...refusals },
      },
    },
    async (request) => ({
      codes: await service.renewRecoveryCodes(personOf(request), request.body.password, sourceOf(request)),
    }),
  );

  app.post(
    '/api/v1/me/second-factor/disable',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'disableSecondFactor',
        summary: 'Turn one’s own second step off',
        body: schemas.OwnPasswordBody,
        response: { 204: schemas.NoContent, ...refusals },
      },
    },
    async (request, reply) => {
      await service.disableSecondFactor(personOf(request), request.body.password, sourceOf(request));
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/v1/people/:personId/second-factor',
    {
      config: { access: 'session' },
      schema: {
        tags,
        operationId: 'resetSecondFactor',
        summary: 'Take the second step from somebody who lost telephone and codes',
        params: schemas.PersonParams,
        response: { 204: schemas.NoContent, 409: problemResponse(409) },
      },
    },
    async (request, reply) => {
      await service.resetSecondFactor(personOf(request), request.params.personId);
      return reply.code(204).send();
    },
  );
}
