import { Button } from '@mantine/core';
import { EmptyState } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** An address that leads nowhere, or to something that the person may not see: both look the same. */
export function NothingHere() {
  const { t } = useTranslation('page');
  return (
    <EmptyState
      title={t('problem.notFound')}
      action={
        <Button component={Link} to="/">
          {t('problem.toStart')}
        </Button>
      }
    />
  );
}
