import { type HttpApp, personOf } from '@nexus/http';
import * as schemas from './accounts.schemas.ts';
import type { AccountsService } from './accounts.service.ts';

/** What holds for everybody who comes in: how long sessions last, and whether passwords are taken at all. */
export function signInRulesRoutes(app: HttpApp, service: AccountsService): void {
  const signedIn = { access: 'session' as const };
  const atScreen = { access: 'session' as const, interactive: true };
  const administrator = { ...atScreen, roles: ['administrator' as const] };
  const tags = ['session'];

  app.get(
    '/api/v1/session-limits',
    {
      config: signedIn,
      schema: {
        tags,
        operationId: 'getSessionLimits',
        summary: 'How long sessions last, by rank of clearance',
        response: { 200: schemas.SessionLimitsSchema },
      },
    },
    (request) => service.getSessionLimits(personOf(request)),
  );

  app.put(
    '/api/v1/session-limits',
    {
      config: atScreen,
      schema: {
        tags,
        operationId: 'setSessionLimits',
        summary: 'Change how long sessions last; holds for open ones too',
        body: schemas.SessionLimitsBody,
        response: { 200: schemas.SessionLimitsBody },
      },
    },
    async (request) => ({ items: await service.setSessionLimits(personOf(request), request.body.items) }),
  );

  app.get(
    '/api/v1/sign-in-rules',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'getLocalSignIn',
        summary: 'Who may sign in with a password of this server',
        response: { 200: schemas.LocalSignInSchema },
      },
    },
    (request) => service.getLocalSignIn(personOf(request)),
  );

  app.put(
    '/api/v1/sign-in-rules',
    {
      config: administrator,
      schema: {
        tags,
        operationId: 'setLocalSignIn',
        summary: 'Take passwords from everyone, or from those who are named for the emergency alone',
        body: schemas.LocalSignInSchema,
        response: { 200: schemas.LocalSignInSchema },
      },
    },
    (request) => service.setLocalSignIn(personOf(request), request.body),
  );
}
