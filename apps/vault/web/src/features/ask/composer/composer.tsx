import { Button, Textarea } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconCornerDownLeft, IconPlayerStop } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Scope } from '../scope.ts';
import type { FailedQuestion, PendingQuestion } from '../use-asking.ts';
import type { Draft } from '../use-draft.ts';
import classes from './composer.module.css';
import { ScopeBar } from './scope-bar.tsx';

export type ComposerProps = {
  draft: Draft;
  scope: Scope;
  onScope(scope: Scope): void;
  spaceName: string | undefined;
  isFollowUp: boolean;
  pending: PendingQuestion | null;
  failed: FailedQuestion | null;
  onAsk(): void;
  onCancel(): void;
  /** Nothing is left in the box, by the person's own hand. */
  onEmptied(): void;
};

/** Where questions are written. Enter asks, Shift and Enter begin a line; what is written stays until it was answered. */
export function Composer(props: ComposerProps) {
  const { draft, scope, onScope, spaceName, isFollowUp, pending, failed, onAsk, onCancel, onEmptied } = props;
  const { t } = useTranslation('ask');
  const problemText = useProblemText();
  const box = useRef<HTMLTextAreaElement>(null);
  // On a touch screen a keyboard that opens by itself hides the page.
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) box.current?.focus({ preventScroll: true });
  }, []);

  function onKeyDown(event: KeyboardEvent): void {
    // Enter also ends the composition of a character; then it asks nothing.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (!pending) onAsk();
  }

  return (
    <form
      className={`${classes['composer']} nx-no-print`}
      onSubmit={(event) => {
        event.preventDefault();
        onAsk();
      }}
    >
      {failed && (
        <Notice tone="bad" title={t('failed.title')}>
          {problemText(failed.problem)} {t('failed.kept')}
        </Notice>
      )}
      <div className={classes['frame']}>
        <Textarea
          ref={box}
          variant="unstyled"
          autosize
          minRows={1}
          maxRows={9}
          maxLength={4_000}
          aria-label={t('box.label')}
          placeholder={t(isFollowUp ? 'box.followUp' : 'box.first')}
          classNames={{ input: classes['input']! }}
          value={draft.text}
          onChange={(event) => {
            draft.setText(event.currentTarget.value);
            if (event.currentTarget.value === '') onEmptied();
          }}
          onKeyDown={onKeyDown}
        />
        <div className={classes['foot']}>
          <ScopeBar scope={scope} onScope={onScope} spaceName={spaceName} />
          {/* Keys, so that the button which cancels does not become, under the same click, the one that asks. */}
          {pending ? (
            <Button
              key="cancel"
              variant="default"
              leftSection={<IconPlayerStop size={16} aria-hidden />}
              onClick={() => {
                onCancel();
                box.current?.focus();
              }}
            >
              {t('app:common.cancel')}
            </Button>
          ) : (
            <Button
              key="ask"
              type="submit"
              disabled={draft.text.trim() === ''}
              rightSection={<IconCornerDownLeft size={16} aria-hidden />}
            >
              {t('ask')}
            </Button>
          )}
        </div>
      </div>
      {!isFollowUp && !pending && (
        <p className={classes['keys']} aria-hidden>
          {t('box.keys')}
        </p>
      )}
    </form>
  );
}
