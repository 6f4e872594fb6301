import { read } from '@nexus/page/api';
import classes from '@nexus/page/frame.module.css';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

/** On every screen as long as the key of everything lies beside the data. */
export function EvaluationKeyBanner() {
  const { t } = useTranslation('app');
  const { data } = useQuery({
    queryKey: ['status', 'root-key'],
    queryFn: async () => (await read(api.GET('/api/v1/status'))).rootKey,
    staleTime: 60_000,
  });
  // Two rows of the frame, whether there is something to say or not.
  if (data !== 'beside_data') return <div />;
  return (
    <div className={classes['evaluationKey']} role="note">
      <strong>{t('evaluationKey.title')}</strong> <span>{t('evaluationKey.help')}</span>
    </div>
  );
}
