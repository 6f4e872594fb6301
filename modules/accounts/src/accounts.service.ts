import type { AccountsParts } from './accounts.parts.ts';
import { createInvitationsService } from './invitations.service.ts';
import { createPasskeysService } from './passkeys.service.ts';
import { createPeopleService } from './people.service.ts';
import { createPeopleDirectory } from './people-directory.ts';
import { createProfileService } from './profile.service.ts';
import { createSecondFactorService } from './second-factor.service.ts';
import { createSetupService } from './setup.service.ts';
import { createSignInService } from './sign-in.service.ts';
import { createTokensService } from './tokens.service.ts';

export type AccountsService = ReturnType<typeof createAccountsService>;

export function createAccountsService(parts: AccountsParts) {
  const { getMe, updateMe } = createProfileService(parts);
  return {
    getMe,
    updateMe,
    ...createSetupService(parts),
    ...createSignInService(parts),
    ...createInvitationsService(parts),
    ...createPeopleService(parts),
    ...createPeopleDirectory(parts),
    ...createTokensService(parts),
    ...createSecondFactorService(parts),
    ...createPasskeysService(parts),
  };
}
