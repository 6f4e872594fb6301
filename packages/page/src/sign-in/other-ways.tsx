import { Button } from '@mantine/core';
import { IconBuilding, IconId, IconLogin2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../api/client.ts';

export type Ways = Answered<'listWaysIn'>;

export type OtherWaysProps = {
  ways: Ways;
  /** Where to go on afterwards. */
  to: string;
  /** The directory whose fields are shown now. */
  directoryId: string | null;
  isBusy: boolean;
  onDirectory(id: string | null): void;
  onCard(): void;
};

/** The ways in that an administrator has set up besides a password of this server. */
export function OtherWays({ ways, to, directoryId, isBusy, onDirectory, onCard }: OtherWaysProps) {
  const { t } = useTranslation('sign-in');
  const shared = { variant: 'default', size: 'md', fullWidth: true, disabled: isBusy } as const;
  return (
    <>
      {ways.directories
        .filter(({ id }) => id !== directoryId)
        .map(({ id, name }) => (
          <Button
            key={id}
            {...shared}
            leftSection={<IconBuilding size={18} aria-hidden />}
            onClick={() => onDirectory(id)}
          >
            {t('ways.with', { name })}
          </Button>
        ))}
      {ways.providers.map(({ id, name }) => (
        <Button
          key={id}
          {...shared}
          component="a"
          href={`/api/v1/session/provider/${id}/start?to=${encodeURIComponent(to)}`}
          leftSection={<IconLogin2 size={18} aria-hidden />}
        >
          {t('ways.with', { name })}
        </Button>
      ))}
      {ways.card && (
        <Button {...shared} leftSection={<IconId size={18} aria-hidden />} onClick={onCard}>
          {t('ways.with', { name: ways.card.name })}
        </Button>
      )}
      {directoryId !== null && (
        <Button variant="subtle" color="gray" onClick={() => onDirectory(null)}>
          {ways.passwords ? t('ways.withPassword') : t('ways.emergency')}
        </Button>
      )}
    </>
  );
}
