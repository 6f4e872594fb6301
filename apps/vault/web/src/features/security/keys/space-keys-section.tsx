import { Button, Stack, TextInput } from '@mantine/core';
import { Section } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeyNames } from './key-names.ts';
import type { Keys, SpaceKeys } from './keys-queries.ts';
import { RequestErasure } from './request-erasure.tsx';
import { RotateKey } from './rotate-key.tsx';
import { SetHold } from './set-hold.tsx';
import { type SpaceAct, SpaceKeyRow } from './space-key-row.tsx';

const fewShown = 12;

/** The key of the system and of each space: version, age, and what is under way with it. */
export function SpaceKeysSection({ keys }: { keys: Keys }) {
  const { t } = useTranslation('security');
  const names = useKeyNames();
  const [wanted, setWanted] = useState('');
  const [isLong, setLong] = useState(false);
  const [open, setOpen] = useState<{ act: SpaceAct; space: SpaceKeys } | null>(null);
  const close = (): void => setOpen(null);
  const needle = wanted.trim().toLocaleLowerCase();
  const isWanted = ({ spaceId, isSystem }: SpaceKeys) =>
    needle === '' ||
    spaceId.startsWith(needle) ||
    (isSystem ? t('keys.spaces.system') : names.space(spaceId)).toLocaleLowerCase().includes(needle);
  const found = keys.spaces.filter(isWanted);
  const shown = isLong ? found : found.slice(0, fewShown);
  return (
    <Section title={t('keys.spaces.title')} help={t('keys.spaces.help')}>
      <Stack gap="md">
        {keys.spaces.length > fewShown && (
          <TextInput
            aria-label={t('keys.spaces.find')}
            placeholder={t('keys.spaces.find')}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            maw={320}
          />
        )}
        <ul className={panel['rows']}>
          {shown.map((space) => (
            <SpaceKeyRow key={space.spaceId} space={space} onAct={(act) => setOpen({ act, space })} />
          ))}
        </ul>
        {found.length === 0 && <p className={panel['meta']}>{t('keys.spaces.noneFound')}</p>}
        {found.length > fewShown && (
          <Button size="xs" variant="subtle" onClick={() => setLong(!isLong)} style={{ alignSelf: 'flex-start' }}>
            {isLong ? t('keys.spaces.fewer') : t('keys.spaces.all', { count: found.length })}
          </Button>
        )}
      </Stack>
      {open?.act === 'rotate' && <RotateKey space={open.space} onClose={close} />}
      {(open?.act === 'hold' || open?.act === 'lift') && <SetHold space={open.space} onClose={close} />}
      {open?.act === 'erase' && <RequestErasure space={open.space} delayDays={keys.erasureDelayDays} onClose={close} />}
    </Section>
  );
}
