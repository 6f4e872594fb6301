import { OneTimeSecret } from '@nexus/page';
import { formatTime, type Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';

export type InvitationLinkProps = { name: string; invitation: { token: string; expiresAt: string } };

/** The secret is in the fragment, which browsers keep to themselves. */
export function InvitationLink({ name, invitation }: InvitationLinkProps) {
  const { t, i18n } = useTranslation('settings');
  return (
    <OneTimeSecret
      label={t('people.linkFor', { name })}
      value={`${window.location.origin}/invitation#${invitation.token}`}
      help={t('people.linkOnce', { date: formatTime(invitation.expiresAt, i18n.language as Locale) })}
    />
  );
}
