import { ActionIcon, Group, Menu, Progress } from '@mantine/core';
import panel from '@nexus/page/panel.module.css';
import { formatNumber, formatTime, formatWhen, type Locale, StateDot } from '@nexus/ui';
import { IconDots } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { daysSince } from './key-age.ts';
import { shortId, useKeyNames } from './key-names.ts';
import classes from './keys.module.css';
import type { SpaceKeys } from './keys-queries.ts';

export type SpaceAct = 'rotate' | 'hold' | 'lift' | 'erase';

export type SpaceKeyRowProps = { space: SpaceKeys; onAct(act: SpaceAct): void };

export function SpaceKeyRow({ space, onAct }: SpaceKeyRowProps) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  const names = useKeyNames();
  const { spaceId, isSystem, state, keyVersion, keyId, createdAt, erasedAt, hold } = space;
  const name = isSystem ? t('keys.spaces.system') : names.space(spaceId);
  const isErased = state === 'erased';
  return (
    <li>
      <div className={classes['space']}>
        <strong>{name}</strong>
        <span className={panel['meta']} title={formatTime(erasedAt ?? createdAt, locale)}>
          {isErased
            ? t('keys.spaces.erasedAt', { when: formatWhen(erasedAt ?? createdAt, locale) })
            : t('keys.spaces.key', {
                version: keyVersion,
                id: shortId(keyId),
                when: formatWhen(createdAt, locale),
                age: t('keys.age', { count: daysSince(createdAt) }),
              })}
        </span>
        {hold && (
          <span className={panel['meta']}>
            {t('keys.holds.since', {
              when: formatWhen(hold.setAt, locale),
              name: names.person(hold.setBy),
              reason: hold.reason,
            })}
          </span>
        )}
        <Replacing space={space} name={name} />
      </div>
      <Group gap="sm" wrap="nowrap">
        {hold && <StateDot tone="warn">{t('keys.holds.isOn')}</StateDot>}
        <KeyState space={space} />
        {isErased ? (
          <ActionIcon variant="transparent" disabled aria-hidden style={{ visibility: 'hidden' }} />
        ) : (
          <RowMenu space={space} name={name} onAct={onAct} />
        )}
      </Group>
    </li>
  );
}

function KeyState({ space: { state, rotation, retired } }: { space: SpaceKeys }) {
  const { t } = useTranslation('security');
  if (state === 'erased') return <StateDot tone="idle">{t('keys.spaces.states.erased')}</StateDot>;
  if (rotation?.state === 'running') return <StateDot tone="busy">{t('keys.spaces.states.replacing')}</StateDot>;
  if (retired > 0) return <StateDot tone="bad">{t('keys.spaces.states.unfinished')}</StateDot>;
  return <StateDot tone="ok">{t('keys.spaces.states.active')}</StateDot>;
}

/** How far the job is that seals everything anew. It cannot be called off: both keys open until it is through, and stopping would leave both for good. */
function Replacing({ space: { rotation, retired }, name }: { space: SpaceKeys; name: string }) {
  const { t, i18n } = useTranslation('security');
  const locale = i18n.language as Locale;
  if (rotation?.state === 'failed' && retired > 0)
    return <span className={panel['meta']}>{t('keys.spaces.failed')}</span>;
  if (rotation?.state !== 'running') return null;
  const { objectsDone, objectsTotal } = rotation;
  const hasBegun = objectsTotal > 0;
  return (
    <div className={classes['progress']}>
      <Progress
        size="xs"
        value={hasBegun ? (objectsDone / objectsTotal) * 100 : 100}
        {...(hasBegun ? {} : { striped: true, animated: true })}
        aria-label={t('keys.spaces.progressOf', { name })}
      />
      <span className={panel['meta']}>
        {hasBegun
          ? t('keys.spaces.progress', {
              done: formatNumber(objectsDone, locale),
              total: formatNumber(objectsTotal, locale),
            })
          : t('keys.spaces.beginning')}
      </span>
    </div>
  );
}

function RowMenu({ space, name, onAct }: SpaceKeyRowProps & { name: string }) {
  const { t } = useTranslation('security');
  const { isSystem, hold, rotation } = space;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('keys.spaces.actions', { name })}>
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item disabled={rotation?.state === 'running'} onClick={() => onAct('rotate')}>
          {t('keys.rotate.verb')}
        </Menu.Item>
        {!isSystem && (
          <>
            <Menu.Item onClick={() => onAct(hold ? 'lift' : 'hold')}>
              {t(hold ? 'keys.holds.lift' : 'keys.holds.set')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item c="var(--nx-bad)" disabled={hold !== null} onClick={() => onAct('erase')}>
              {t('keys.erase.ask')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
