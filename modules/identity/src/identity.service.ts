import { createCardSignIn } from './cards/card-sign-in.service.ts';
import { createDirectorySignIn } from './directory/directory-sign-in.service.ts';
import type { IdentityParts } from './identity.parts.ts';
import { createOpenDestinations, type OpenDestinations } from './open-destinations.ts';
import { signOutByProvider } from './provider/back-channel.ts';
import { createProviderSignIn, type ProviderSource } from './provider/provider-sign-in.service.ts';
import { createSourcesService } from './sources.service.ts';

export type IdentityService = ReturnType<typeof createIdentityService>;

export function createIdentityService(parts: IdentityParts) {
  const destinations: OpenDestinations = createOpenDestinations(parts.destinations, () => sources.listActive());
  const sources = createSourcesService(parts, destinations);
  return {
    sources,
    destinations,
    ...createDirectorySignIn(parts),
    ...createProviderSignIn(parts),
    ...createCardSignIn(parts),
    signOutByProvider: (provider: ProviderSource, token: string) => signOutByProvider(parts, provider, token),
  };
}
