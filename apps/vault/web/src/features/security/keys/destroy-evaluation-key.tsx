import { read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { keysQuery } from './keys-queries.ts';
import { TypedConfirm } from './typed-confirm.tsx';

/** The way out of evaluation: the file goes, and then the root key is replaced, so that remains of the file open nothing that is new. */
export function DestroyEvaluationKey({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('security');
  const queries = useQueryClient();
  return (
    <TypedConfirm
      title={t('keys.root.destroy')}
      verb={t('keys.root.destroyVerb')}
      typed="evaluation.key"
      onConfirm={async () => {
        await read(api.DELETE('/api/v1/keys/evaluation-key'));
        await read(api.POST('/api/v1/keys/rotations', { body: { target: 'root' } }));
        await Promise.all([
          queries.invalidateQueries({ queryKey: keysQuery.queryKey }),
          queries.invalidateQueries({ queryKey: ['status'] }),
        ]);
      }}
      onClose={onClose}
    >
      <p>{t('keys.root.destroyHelp')}</p>
      <p>{t('keys.root.destroyTry')}</p>
    </TypedConfirm>
  );
}
