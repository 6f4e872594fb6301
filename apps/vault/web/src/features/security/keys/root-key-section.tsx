import { Button, Group, Stack } from '@mantine/core';
import { ConfirmDialog, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { DestroyEvaluationKey } from './destroy-evaluation-key.tsx';
import { daysSince } from './key-age.ts';
import { shortId } from './key-names.ts';
import { type Keys, keysQuery } from './keys-queries.ts';
import { SealServer } from './seal-server.tsx';

const facts = { fips: { off: 'idle', restricted: 'warn', validated: 'ok' } } as const;

/** The key over all keys: where it is, how old it is, and what can be done with it. */
export function RootKeySection({ keys }: { keys: Keys }) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const [open, setOpen] = useState<'rotate' | 'seal' | 'destroy' | null>(null);
  const close = (): void => setOpen(null);
  const { rootKeyId, rootKeySince, evaluationKey, fips, methods } = keys;
  return (
    <Section title={t('keys.root.title')} help={t('keys.root.help')}>
      <Stack gap="md">
        {evaluationKey && (
          <Notice tone="warn" title={t('keys.root.evaluation')}>
            {t(methods.length === 0 ? 'keys.root.evaluationFirst' : 'keys.root.evaluationReady')}
          </Notice>
        )}
        <ul className={panel['rows']}>
          <li>
            <div>
              <strong>{t('keys.root.one', { id: shortId(rootKeyId) })}</strong>
              <span className={panel['meta']} title={rootKeySince ? formatTime(rootKeySince, locale) : undefined}>
                {rootKeySince
                  ? t('keys.root.since', {
                      when: formatWhen(rootKeySince, locale),
                      age: t('keys.age', { count: daysSince(rootKeySince) }),
                    })
                  : t('keys.root.sinceUnknown')}
              </span>
            </div>
            <StateDot tone={evaluationKey ? 'warn' : 'ok'}>
              {t(evaluationKey ? 'keys.root.besideData' : 'keys.root.inMemory')}
            </StateDot>
          </li>
          <li>
            <div>
              <strong>{t('keys.fips.title')}</strong>
              <span className={panel['meta']}>{t(`keys.fips.${fips}Help`)}</span>
            </div>
            <StateDot tone={facts.fips[fips]}>{t(`keys.fips.${fips}`)}</StateDot>
          </li>
        </ul>
        <Group>
          {evaluationKey ? (
            <Button disabled={methods.length === 0} onClick={() => setOpen('destroy')}>
              {t('keys.root.destroy')}
            </Button>
          ) : (
            <>
              <Button variant="default" onClick={() => setOpen('rotate')}>
                {t('keys.root.rotate')}
              </Button>
              <Button variant="default" onClick={() => setOpen('seal')}>
                {t('keys.seal.verb')}
              </Button>
            </>
          )}
        </Group>
      </Stack>
      {open === 'rotate' && (
        <ConfirmDialog
          title={t('keys.root.rotate')}
          verb={t('keys.root.rotate')}
          isDestructive={false}
          onConfirm={async () => {
            await read(api.POST('/api/v1/keys/rotations', { body: { target: 'root' } }));
            await queries.invalidateQueries({ queryKey: keysQuery.queryKey });
          }}
          onClose={close}
        >
          {t('keys.root.rotateHelp')}
        </ConfirmDialog>
      )}
      {open === 'seal' && <SealServer methods={methods} onClose={close} />}
      {open === 'destroy' && <DestroyEvaluationKey onClose={close} />}
    </Section>
  );
}
