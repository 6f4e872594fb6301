import { Button, PinInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Door } from './door.tsx';
import { SignInProblem } from './sign-in-problem.tsx';

export type SecondStepProps = {
  error: unknown;
  wait: number;
  isPending: boolean;
  onCode(code: string): void;
  onBack(): void;
};

const digits = 6;

/** The code of the telephone, or one of the recovery codes. */
export function SecondStep({ error, wait, isPending, onCode, onBack }: SecondStepProps) {
  const { t } = useTranslation('sign-in');
  const [isRecovery, setRecovery] = useState(false);
  const [code, setCode] = useState('');
  // A code that was wrong is wrong for good: the next one is typed into empty fields.
  useEffect(() => {
    if (error) setCode('');
  }, [error]);

  function send(value: string): void {
    const isWhole = isRecovery ? value.trim() !== '' : value.length === digits;
    if (isWhole && wait === 0 && !isPending) onCode(value);
  }

  function enter(event: FormEvent): void {
    event.preventDefault();
    send(code);
  }

  function swap(): void {
    setCode('');
    setRecovery(!isRecovery);
  }

  return (
    <Door
      title={t('secondStep.title')}
      lead={isRecovery ? t('secondStep.leadRecovery') : t('secondStep.lead')}
      place="middle"
    >
      <form onSubmit={enter}>
        <Stack gap="lg">
          {isRecovery ? (
            <TextInput
              label={t('secondStep.recovery')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
              autoFocus
              required
              size="md"
            />
          ) : (
            <PinInput
              key={String(isPending)}
              length={digits}
              type="number"
              size="lg"
              placeholder=""
              oneTimeCode
              autoFocus
              value={code}
              onChange={setCode}
              onComplete={send}
              disabled={isPending || wait > 0}
              aria-label={t('secondStep.code')}
            />
          )}
          <SignInProblem error={error} wait={wait} />
          <Button type="submit" size="md" fullWidth loading={isPending} disabled={wait > 0}>
            {wait > 0 ? t('delayed.wait', { seconds: wait }) : t('signIn.enter')}
          </Button>
          <Button variant="subtle" onClick={swap}>
            {isRecovery ? t('secondStep.useApp') : t('secondStep.useRecovery')}
          </Button>
          <Button variant="subtle" color="gray" onClick={onBack}>
            {t('secondStep.back')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
