import type { InnerParts } from './accounts.parts.ts';
import { createInvitationsService } from './invitations.service.ts';
import { createLocalSignInService } from './local-sign-in.service.ts';
import { createMemberInvitationsService } from './member-invitations.service.ts';
import { createPasskeysService } from './passkeys.service.ts';
import { createPasswordResetsService } from './password-resets.service.ts';
import { createPeopleService } from './people.service.ts';
import { createPeopleDirectory } from './people-directory.ts';
import { createProfileService } from './profile.service.ts';
import { createSecondFactorService } from './second-factor.service.ts';
import { createSessionLimitsService } from './session-limits.service.ts';
import { createSessionsService } from './sessions.service.ts';
import { createSetupService } from './setup.service.ts';
import { createSignInService } from './sign-in.service.ts';
import { createTokensService } from './tokens.service.ts';
import { createVouchedEntryService } from './vouched-entry.service.ts';

export type AccountsService = ReturnType<typeof createAccountsService>;

export function createAccountsService(parts: InnerParts) {
  const { getMe, updateMe } = createProfileService(parts);
  return {
    getMe,
    updateMe,
    ...createSetupService(parts),
    ...createSignInService(parts),
    ...createSessionsService(parts),
    ...createSessionLimitsService(parts),
    ...createLocalSignInService(parts),
    ...createPasswordResetsService(parts),
    ...createVouchedEntryService(parts),
    ...createInvitationsService(parts),
    ...createMemberInvitationsService(parts),
    ...createPeopleService(parts),
    ...createPeopleDirectory(parts),
    ...createTokensService(parts),
    ...createSecondFactorService(parts),
    ...createPasskeysService(parts),
  };
}
