import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { onSessionEnded } from '../api/create-api.ts';
import { ApiProblem } from '../api/problem.ts';
import { useProblemText } from '../problem-text.ts';
import { meQuery } from '../queries.ts';

/** Asks for the password again over the page as it stands, so that nothing typed is lost. */
export function SessionDialog() {
  const { t } = useTranslation('page');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [password, setPassword] = useState('');
  // Null until the server asks for it.
  const [code, setCode] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => onSessionEnded(() => setOpen(true)), []);
  // Whoever was here last: the page may have learned already that nobody is.
  const { data: me } = useQuery({ ...meQuery, enabled: false });
  const lastEmail = useRef('');
  if (me?.email) lastEmail.current = me.email;
  const email = lastEmail.current;

  async function enter(event: FormEvent): Promise<void> {
    event.preventDefault();
    setProblem(null);
    try {
      await api.POST('/api/v1/session', { body: { email, password, ...(code ? { code } : {}) } });
      setPassword('');
      setCode(null);
      setOpen(false);
      await queries.invalidateQueries();
    } catch (error) {
      const isCodeWanted = error instanceof ApiProblem && error.code.startsWith('session.code_');
      if (isCodeWanted) setCode('');
      setProblem(problemText(error));
    }
  }

  function asSomebodyElse(): void {
    setOpen(false);
    queries.clear();
    void navigate({ to: '/sign-in', search: {} });
  }

  return (
    <Modal opened={isOpen} onClose={() => {}} withCloseButton={false} title={t('session.ended')}>
      <form onSubmit={(event) => void enter(event)}>
        <Stack>
          <Text>{t('session.endedHelp')}</Text>
          <PasswordInput
            label={`${t('session.password')} · ${email}`}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            data-autofocus
            required
          />
          {code !== null && (
            <TextInput
              label={t('session.code')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="one-time-code"
              autoFocus
              required
            />
          )}
          {problem && <Notice tone="bad">{problem}</Notice>}
          <Group justify="space-between">
            <Button variant="subtle" color="gray" onClick={asSomebodyElse}>
              {t('session.other')}
            </Button>
            <Button type="submit">{t('session.enter')}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
