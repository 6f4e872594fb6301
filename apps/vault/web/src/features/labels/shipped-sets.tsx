import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { Section, useProblemText, useReturnFocus } from '@nexus/page';
import { type Locale, Notice } from '@nexus/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LabelSet, useChooseSet } from './label-set.queries.ts';
import classes from './labels.module.css';

type Shipped = LabelSet['shipped'][number];

/** The sets that come with the program. Another one is for the beginning, before anything carries more than the lowest level. */
export function ShippedSets({ set }: { set: LabelSet }) {
  const { t, i18n } = useTranslation('labels');
  const locale = i18n.language as Locale;
  const [wanted, setWanted] = useState<Shipped | null>(null);
  return (
    <Section title={t('shipped.title')} help={t('shipped.help')}>
      <div className={classes['stack']}>
        <ul className={classes['rows']}>
          {set.shipped.map((shipped) => (
            <li key={shipped.code}>
              <span>
                <strong>{shipped.name[locale]}</strong>
                <span className={classes['meta']}>{shipped.levels.map((words) => words[locale]).join(' < ')}</span>
              </span>
              {shipped.code === set.code ? (
                <span className={classes['quiet']}>{t('shipped.present')}</span>
              ) : (
                <Button size="compact-sm" variant="default" onClick={() => setWanted(shipped)}>
                  {t('shipped.choose')}
                </Button>
              )}
            </li>
          ))}
        </ul>
        {wanted && <ChooseSet shipped={wanted} onClose={() => setWanted(null)} />}
      </div>
    </Section>
  );
}

function ChooseSet({ shipped, onClose }: { shipped: Shipped; onClose(): void }) {
  const { t, i18n } = useTranslation('labels');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const problemText = useProblemText();
  const choose = useChooseSet();
  const name = shipped.name[i18n.language as Locale];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shipped.chooseTitle', { name })}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <Stack>
        <Text>{t('shipped.chooseHelp')}</Text>
        {choose.error && <Notice tone="bad">{problemText(choose.error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {tApp('common.cancel')}
          </Button>
          <Button loading={choose.isPending} onClick={() => choose.mutate(shipped.code, { onSuccess: onClose })}>
            {t('shipped.choose')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
