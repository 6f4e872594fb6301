import { ActionIcon, Select, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpaceSummary } from '../../app/queries.ts';
import { SaveMenu } from './saved/save-menu.tsx';
import classes from './search.module.css';

export type SearchBoxProps = {
  box: RefObject<HTMLInputElement | null>;
  text: string;
  onType(text: string): void;
  onChoose(text: string): void;
  onKeyDown(event: KeyboardEvent): void;
  spaces: readonly SpaceSummary[];
  spaceId: string | undefined;
  onSpace(spaceId: string | undefined): void;
  listId: string;
  activeId: string | undefined;
  hasResults: boolean;
};

const everywhere = 'everywhere';

/** The box keeps the focus while the arrow keys walk through what was found. */
export function SearchBox(props: SearchBoxProps) {
  const { box, text, onType, onChoose, onKeyDown, spaces, spaceId, onSpace, listId, activeId, hasResults } = props;
  const { t } = useTranslation('search');
  useEffect(() => {
    box.current?.focus();
    box.current?.select();
  }, [box]);
  useHotkeys(
    [
      ['mod+K', () => box.current?.select()],
      ['/', () => box.current?.focus()],
    ],
    ['TEXTAREA'],
  );
  return (
    <search className={classes['box']}>
      <TextInput
        ref={box}
        className={classes['input']!}
        size="md"
        type="text"
        role="combobox"
        aria-label={t('box')}
        aria-expanded={hasResults}
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        autoComplete="off"
        spellCheck={false}
        maxLength={4_000}
        placeholder={t('placeholder')}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          text && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('clear')}
              onClick={() => {
                onChoose('');
                box.current?.focus();
              }}
            >
              <IconX size={16} />
            </ActionIcon>
          )
        }
        value={text}
        onChange={(event) => onType(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Select
        className={classes['where']!}
        size="md"
        aria-label={t('where')}
        allowDeselect={false}
        searchable={spaces.length > 8}
        data={[
          { value: everywhere, label: t('app:places.everywhere') },
          ...spaces.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={spaceId ?? everywhere}
        onChange={(value) => onSpace(value === everywhere || value === null ? undefined : value)}
      />
      {text.trim() !== '' && <SaveMenu query={text.trim()} spaceId={spaceId} />}
    </search>
  );
}
