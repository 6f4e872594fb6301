import type { HttpApp, RequestSource } from '@nexus/http';
import { entryRoutes } from './entry.routes.ts';
import type { IdentityParts } from './identity.parts.ts';
import { createIdentityService } from './identity.service.ts';
import { sourcesRoutes } from './sources.routes.ts';

export type IdentityModule = ReturnType<typeof createIdentityModule>;

export const identityMigrations = { name: 'identity', directory: new URL('../migrations/', import.meta.url) };

export function createIdentityModule(parts: IdentityParts) {
  const service = createIdentityService(parts);

  /** For the password sign-in of accounts: whether the card in the reader is this person's, where cards are a second step. */
  async function checkCard(personId: string, source: RequestSource): Promise<'own' | 'missing' | 'not_asked'> {
    const cards = await service.sources.findActive('cards');
    if (cards === null || cards.settings.use === 'first') return 'not_asked';
    const { presented } = source;
    const owner = presented?.fault === null ? await service.findOwner(cards, presented) : null;
    if (owner === personId) return 'own';
    return cards.settings.isRequired ? 'missing' : 'not_asked';
  }

  return {
    service,
    cards: { check: checkCard },
    /** Opens the ways to the sources that are on; call it once the server starts. */
    start: () => service.destinations.refresh(),
    routes(app: HttpApp): void {
      sourcesRoutes(app, service);
      entryRoutes(app, service, parts.people);
    },
    jobs: [{ name: 'identity.synchronize', run: () => service.sources.synchronizeAll() }],
  };
}
