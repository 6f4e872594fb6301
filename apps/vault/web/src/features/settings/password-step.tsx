import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

export type PasswordStepProps = {
  children: ReactNode;
  verb: string;
  isDestructive?: boolean;
  onPassword(password: string): Promise<unknown>;
  onClose(): void;
};

/** What a session alone is not enough for: the password again. */
export function PasswordStep({ children, verb, isDestructive = false, onPassword, onClose }: PasswordStepProps) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const [password, setPassword] = useState('');
  const doing = useMutation({ mutationFn: () => onPassword(password) });

  function go(event: FormEvent): void {
    event.preventDefault();
    if (password !== '') doing.mutate();
  }

  return (
    <form onSubmit={go}>
      <Stack>
        <Text component="div">{children}</Text>
        <PasswordInput
          label={t('password.current')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          required
          data-autofocus
        />
        {doing.error && <Notice tone="bad">{problemText(doing.error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {tApp('common.cancel')}
          </Button>
          <Button type="submit" loading={doing.isPending} {...(isDestructive ? { color: 'red' } : {})}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
