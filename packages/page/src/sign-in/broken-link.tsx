import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Door } from './door.tsx';

type BrokenKind = 'setUpDone' | 'setUpMissing' | 'invitationMissing' | 'invitationUsed' | 'resetMissing' | 'resetUsed';

/** A link that leads nowhere (any more): why, and the way on. */
export function BrokenLink({ kind }: { kind: BrokenKind }) {
  const { t } = useTranslation('sign-in');
  return (
    <Door title={t(`links.${kind}.title`)} lead={t(`links.${kind}.help`)} place="middle">
      <Button size="md" renderRoot={(props) => <Link to="/sign-in" search={{}} {...props} />}>
        {t('links.toSignIn')}
      </Button>
    </Door>
  );
}
