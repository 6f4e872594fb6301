import { Button, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpaceSummary } from '../../app/queries.ts';
import { useChangeSpace } from './change-space.ts';
import classes from './spaces.module.css';

export function RenameSpace({ space }: { space: SpaceSummary }) {
  const { t } = useTranslation('spaces');
  const problemText = useProblemText();
  const [name, setName] = useState(space.name);
  // The space as it was when typing began. What somebody else changes meanwhile is said, and never written over unseen.
  const [began, setBegan] = useState(space);
  const isTyping = name.trim() !== began.name && name.trim() !== space.name;
  if (!isTyping && began !== space) {
    setBegan(space);
    setName(space.name);
  }
  const isOvertaken = isTyping && began.name !== space.name;
  const change = useChangeSpace(isOvertaken ? space : { ...space, version: began.version });
  function save(event: FormEvent): void {
    event.preventDefault();
    change.mutate({ name: name.trim() });
  }
  return (
    <section className={classes['section']} aria-labelledby="rename">
      <h2 id="rename">{t('settings.name')}</h2>
      <form className={classes['line']} onSubmit={save}>
        <TextInput
          className={classes['grow']!}
          aria-labelledby="rename"
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          required
        />
        <Button type="submit" loading={change.isPending} disabled={name.trim() === '' || name.trim() === space.name}>
          {t('settings.rename')}
        </Button>
      </form>
      {isOvertaken && <Notice tone="bad">{t('settings.overtaken', { name: space.name })}</Notice>}
      {change.error && !isOvertaken && <Notice tone="bad">{problemText(change.error)}</Notice>}
    </section>
  );
}
