import { ConfirmDialog } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { UnsealMethod } from './keys-queries.ts';

/** Takes the keys out of memory. The same address then shows the page that unseals. */
export function SealServer({ methods, onClose }: { methods: readonly UnsealMethod[]; onClose(): void }) {
  const { t } = useTranslation('security');
  const kinds = [...new Set(methods.map(({ kind }) => kind))].map((kind) => t(`keys.methods.kinds.${kind}`));
  return (
    <ConfirmDialog
      title={t('keys.seal.title')}
      verb={t('keys.seal.verb')}
      onConfirm={async () => {
        await read(api.POST('/api/v1/seal'));
        await untilSealed();
        location.assign('/');
      }}
      onClose={onClose}
    >
      <p>{t('keys.seal.help')}</p>
      <p>{t('keys.seal.ways', { kinds: kinds.join(', ') })}</p>
    </ConfirmDialog>
  );
}

/** Between the server and its unsealing page the port is closed for a moment. */
async function untilSealed(): Promise<void> {
  for (let tries = 0; tries < 150; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const health = await fetch('/api/v1/health').then(
      (response) => response.json() as Promise<{ status: string }>,
      () => null,
    );
    if (health?.status === 'sealed') return;
  }
}
