import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { NewPasswordField } from '../new-password/new-password-field.tsx';
import { passwordFaults } from '../new-password/password-strength.ts';
import { useProblemText } from '../problem-text.ts';
import { SignInProblem, useWait } from './sign-in-problem.tsx';

type NewPerson = { name: string; email: string; password: string };

export function SetUpForm({ onSetUp }: { onSetUp(person: NewPerson): Promise<void> }) {
  const { t } = useTranslation('sign-in');
  const problemText = useProblemText();
  const [person, setPerson] = useState<NewPerson>({ name: '', email: '', password: '' });
  const settingUp = useMutation({ mutationFn: () => onSetUp(person) });
  const wait = useWait(settingUp.error);
  const isWeak = settingUp.error instanceof ApiProblem && settingUp.error.code === 'password.weak';

  function change(change: Partial<NewPerson>): void {
    setPerson((before) => ({ ...before, ...change }));
    if (isWeak && change.password !== undefined) settingUp.reset();
  }

  function setUp(event: FormEvent): void {
    event.preventDefault();
    if (passwordFaults(person.password, person.email).length === 0) settingUp.mutate();
  }

  return (
    <form onSubmit={setUp}>
      <Stack gap="lg">
        <TextInput
          label={t('fields.name')}
          value={person.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          autoComplete="name"
          maxLength={200}
          autoFocus
          required
          size="md"
        />
        <TextInput
          label={t('fields.email')}
          description={t('setUp.emailHelp')}
          type="email"
          value={person.email}
          onChange={(event) => change({ email: event.currentTarget.value })}
          autoComplete="username"
          maxLength={254}
          required
          size="md"
        />
        <NewPasswordField
          label={t('fields.newPassword')}
          value={person.password}
          onChange={(password) => change({ password })}
          email={person.email}
          error={isWeak ? problemText(settingUp.error) : null}
        />
        {!isWeak && <SignInProblem error={settingUp.error} wait={wait} />}
        <Button type="submit" size="md" fullWidth loading={settingUp.isPending} disabled={wait > 0}>
          {t('setUp.start')}
        </Button>
        <Text fz="sm" c="dimmed">
          {t('setUp.duties')}
        </Text>
      </Stack>
    </form>
  );
}
