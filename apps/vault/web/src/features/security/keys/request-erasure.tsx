import { ReasonField } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useKeyNames } from './key-names.ts';
import { keysQuery, type SpaceKeys } from './keys-queries.ts';
import { TypedConfirm } from './typed-confirm.tsx';

export type RequestErasureProps = { space: SpaceKeys; delayDays: number; onClose(): void };

/** The first of the two officers. Says what is lost for good, and what still stands in the way of it. */
export function RequestErasure({ space, delayDays, onClose }: RequestErasureProps) {
  const { t } = useTranslation('security');
  const names = useKeyNames();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [key] = useState(newIdempotencyKey);
  const { spaceId } = space;
  return (
    <TypedConfirm
      title={t('keys.erase.title', { name: names.space(spaceId) })}
      verb={t('keys.erase.ask')}
      typed={names.typed(spaceId)}
      isReady={reason.trim() !== ''}
      onConfirm={async () => {
        const params = { header: { 'Idempotency-Key': key } };
        await read(api.POST('/api/v1/keys/erasures', { params, body: { spaceId, reason: reason.trim() } }));
        await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
      }}
      onClose={onClose}
    >
      <p>{t('keys.erase.lost')}</p>
      <p>{t('keys.erase.steps', { count: delayDays })}</p>
      <ReasonField
        label={t('keys.reason')}
        description={t('keys.erase.reasonHelp')}
        value={reason}
        onChange={setReason}
        required
        isFirst
      />
    </TypedConfirm>
  );
}
