import { Button, Group, NativeSelect, NumberInput, Stack, Textarea, TextInput } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { EmptyState, Notice } from '@nexus/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';

type Question = Answered<'getPartnerApplicationForm'>['questions'][number];
type Answers = Record<string, string | number>;

const countries = ['ve', 'co', 'mx', 'ar', 'es', 'pe', 'cl', 'ec'] as const;
const fields = ['companyName', 'contactName', 'email', 'phone', 'city', 'website', 'taxId', 'referralCode'] as const;
const required: readonly string[] = ['companyName', 'contactName', 'email'];
const blank = Object.fromEntries(fields.map((field) => [field, ''])) as Record<(typeof fields)[number], string>;

/** The form by which anybody applies as a partner; its questions are those of the criteria in force. */
export function ApplyPage() {
  const { t, i18n } = useTranslation('apply');
  const textOf = useTextOf();
  const problemText = useProblemText();
  const { code = '' } = useSearch({ from: '/apply' });
  const [typed, setTyped] = useState({ ...blank, referralCode: code });
  const [kind, setKind] = useState('');
  const [country, setCountry] = useState<string>('ve');
  const [message, setMessage] = useState('');
  const [answers, setAnswers] = useState<Answers>({});
  const form = useQuery({
    queryKey: ['application-form'],
    queryFn: () => read(api.GET('/api/v1/partner-application-form')),
  });
  const applying = useMutation({
    mutationFn: () => {
      const given = Object.fromEntries(Object.entries(typed).filter(([, text]) => text.trim() !== '')) as typeof typed;
      return read(
        api.POST('/api/v1/partner-applications', {
          body: {
            ...given,
            kind: kind || form.data!.kinds[0]!.kind,
            country,
            language: i18n.language === 'en' ? 'en' : 'es',
            answers,
            ...(message.trim() ? { message: message.trim() } : {}),
          },
        }),
      );
    },
  });

  function apply(event: FormEvent): void {
    event.preventDefault();
    applying.mutate();
  }

  if (applying.data) return <EmptyState title={t('received')}>{t('receivedHelp')}</EmptyState>;
  return (
    <form className={panel['page']} onSubmit={apply}>
      <h1>{t('title')}</h1>
      <p>{t('help')}</p>
      <RowsState query={form}>
        <Section title={t('who')}>
          <Stack>
            <NativeSelect
              label={t('kind')}
              value={kind}
              onChange={(event) => setKind(event.currentTarget.value)}
              data={form.data?.kinds.map((one) => ({ value: one.kind, label: textOf(one.name) })) ?? []}
            />
            {fields.map((field) => (
              <TextInput
                key={field}
                label={t(`fields.${field}`)}
                type={field === 'email' ? 'email' : 'text'}
                value={typed[field]}
                onChange={(event) => setTyped({ ...typed, [field]: event.currentTarget.value })}
                maxLength={200}
                required={required.includes(field)}
              />
            ))}
            <NativeSelect
              label={t('country')}
              value={country}
              onChange={(event) => setCountry(event.currentTarget.value)}
              data={countries.map((one) => ({ value: one, label: t(`countries.${one}`) }))}
            />
          </Stack>
        </Section>
        <Section title={t('questions')} help={t('questionsHelp')}>
          <Stack>
            {form.data?.questions.map((question) => (
              <QuestionField
                key={question.code}
                question={question}
                value={answers[question.code]}
                onChange={(answer) => setAnswers({ ...answers, [question.code]: answer })}
              />
            ))}
            <Textarea
              label={t('message')}
              value={message}
              onChange={(event) => setMessage(event.currentTarget.value)}
              maxLength={4000}
              autosize
              minRows={3}
            />
            {applying.error ? <Notice tone="bad">{problemText(applying.error)}</Notice> : null}
            <Group>
              <Button type="submit" loading={applying.isPending}>
                {t('send')}
              </Button>
            </Group>
          </Stack>
        </Section>
      </RowsState>
    </form>
  );
}

type QuestionFieldProps = {
  question: Question;
  value: string | number | undefined;
  onChange(answer: string | number): void;
};

function QuestionField({ question, value, onChange }: QuestionFieldProps) {
  const { t } = useTranslation('apply');
  const textOf = useTextOf();
  const label = textOf(question.question);
  if (question.answer === 'number')
    return (
      <NumberInput
        label={label}
        min={0}
        allowDecimal={false}
        value={value ?? ''}
        onChange={(typed) => onChange(Number(typed))}
        required
      />
    );
  const choices = question.choices.map((choice) => ({
    value: choice.value,
    label: choice.es && choice.en ? textOf({ es: choice.es, en: choice.en }) : t(`answers.${choice.value}`),
  }));
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: '', label: t('choose'), disabled: true }, ...choices]}
      required
    />
  );
}
