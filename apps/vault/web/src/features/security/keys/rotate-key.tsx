import { ConfirmDialog } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useKeyNames } from './key-names.ts';
import { keysQuery, type SpaceKeys } from './keys-queries.ts';

export function RotateKey({ space, onClose }: { space: SpaceKeys; onClose(): void }) {
  const { t } = useTranslation('security');
  const names = useKeyNames();
  const queries = useQueryClient();
  const { isSystem, spaceId } = space;
  return (
    <ConfirmDialog
      title={t('keys.rotate.title', { name: isSystem ? t('keys.spaces.system') : names.space(spaceId) })}
      verb={t('keys.rotate.verb')}
      isDestructive={false}
      onConfirm={async () => {
        const body = isSystem ? { target: 'system' as const } : { target: 'space' as const, spaceId };
        await read(api.POST('/api/v1/keys/rotations', { body }));
        await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      }}
      onClose={onClose}
    >
      {t('keys.rotate.help')}
    </ConfirmDialog>
  );
}
