import { AccessTokens } from './access-tokens.tsx';
import { PasskeysSection } from './passkeys-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SecondFactorSection } from './second-factor-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { SettingsFrame } from './settings-frame.tsx';

/** What belongs to the person who is signed in. */
export function SettingsPage() {
  return (
    <SettingsFrame>
      <ProfileSection />
      <PasswordSection />
      <SecondFactorSection />
      <PasskeysSection />
      <SessionsSection />
      <AccessTokens />
    </SettingsFrame>
  );
}
