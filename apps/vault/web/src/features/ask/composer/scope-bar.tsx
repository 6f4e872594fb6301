import { Menu } from '@mantine/core';
import { IconCheck, IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type KindGroup, kindGroupNames } from '../../../app/source/kinds.ts';
import { type DocumentLanguage, hasFilters, openScope, type Scope } from '../scope.ts';
import classes from './composer.module.css';
import { DateChip } from './date-chip.tsx';

export type ScopeBarProps = { scope: Scope; onScope(scope: Scope): void; spaceName: string | undefined };

/** Where the next question looks: space, kind, date, language. */
export function ScopeBar({ scope, onScope, spaceName }: ScopeBarProps) {
  const { t } = useTranslation('ask');
  const change = (part: Partial<Scope>): void => onScope({ ...scope, ...part });
  const toggleKind = (kind: KindGroup): void =>
    change({ kinds: kindGroupNames.filter((name) => scope.kinds.includes(name) !== (name === kind)) });
  const kindWords = scope.kinds.map((kind) => t(`app:source.kinds.${kind}`)).join(', ');
  return (
    <fieldset className={classes['scope']} aria-label={t('scope.title')}>
      <Chip label={t('scope.where')} value={t(scope.everywhere ? 'app:places.everywhere' : 'scope.thisSpace')}>
        <Choice isChosen={!scope.everywhere} onChoose={() => change({ everywhere: false })}>
          {spaceName ?? t('scope.thisSpace')}
        </Choice>
        <Choice isChosen={scope.everywhere} onChoose={() => change({ everywhere: true })}>
          {t('app:places.everywhere')}
        </Choice>
      </Chip>
      <Chip label={t('scope.kind')} value={kindWords} isSet={scope.kinds.length > 0} staysOpen>
        {kindGroupNames.map((kind) => (
          <Choice key={kind} isChosen={scope.kinds.includes(kind)} onChoose={() => toggleKind(kind)} isMultiple>
            {t(`app:source.kinds.${kind}`)}
          </Choice>
        ))}
      </Chip>
      <DateChip from={scope.from} to={scope.to} onChange={change} />
      <Chip
        label={t('scope.language')}
        value={scope.language ? t(`scope.languages.${scope.language}`) : ''}
        isSet={scope.language !== null}
      >
        <Choice isChosen={scope.language === null} onChoose={() => change({ language: null })}>
          {t('scope.anyLanguage')}
        </Choice>
        {(['es', 'en'] satisfies DocumentLanguage[]).map((language) => (
          <Choice key={language} isChosen={scope.language === language} onChoose={() => change({ language })}>
            {t(`scope.languages.${language}`)}
          </Choice>
        ))}
      </Chip>
      {hasFilters(scope) && (
        <button
          type="button"
          className={classes['clear']}
          onClick={() => onScope({ ...openScope, everywhere: scope.everywhere })}
        >
          {t('scope.clear')}
        </button>
      )}
    </fieldset>
  );
}

type ChipProps = { label: string; value: string; isSet?: boolean; staysOpen?: boolean; children: ReactNode };

function Chip({ label, value, isSet = false, staysOpen = false, children }: ChipProps) {
  return (
    <Menu closeOnItemClick={!staysOpen} position="top-start">
      <Menu.Target>
        <button type="button" className={classes['chip']} data-set={isSet || undefined}>
          <span className={classes['chipLabel']}>{label}</span>
          {value && <b>{value}</b>}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

type ChoiceProps = { isChosen: boolean; isMultiple?: boolean; onChoose(): void; children: ReactNode };

function Choice({ isChosen, isMultiple = false, onChoose, children }: ChoiceProps) {
  return (
    <Menu.Item
      role={isMultiple ? 'menuitemcheckbox' : 'menuitemradio'}
      aria-checked={isChosen}
      rightSection={isChosen ? <IconCheck size={15} aria-hidden /> : null}
      onClick={onChoose}
    >
      {children}
    </Menu.Item>
  );
}
