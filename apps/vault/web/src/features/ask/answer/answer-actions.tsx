import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { copyText } from '@nexus/page';
import { formatNumber, formatTime, type Locale, labelText } from '@nexus/ui';
import { IconCheck, IconCopy, IconLink } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlaceWords } from '../../../app/source/use-place-words.ts';
import { type Answer, nearestOf, quotesOf } from '../answer.ts';
import classes from './answer.module.css';
import { citableText } from './citable-text.ts';
import { ExportMenu } from './export-menu.tsx';
import { FeedbackControl } from './feedback-control.tsx';

/** What one does with an answer: take it along, point at it, say whether it was right. */
export function AnswerActions({ answer }: { answer: Answer }) {
  const { t, i18n } = useTranslation('ask');
  const placeWords = usePlaceWords();
  const locale = i18n.language as Locale;

  function copyAnswer(): Promise<boolean> {
    const quotes = answer.outcome === 'answered' ? quotesOf(answer) : nearestOf(answer);
    const { text, html } = citableText(answer, quotes, {
      banner: labelText(answer.label, locale),
      placeOf: ({ format, places }) => (places[0] ? placeWords(format, places[0]) : ''),
      notFound: `${t('notFound.title')}${quotes.length > 0 ? ` ${t('nearest')}:` : ''}`,
      alsoIn: t('alsoIn'),
      sourceGone: t('sourceGone'),
      footer: t('copy.footer', {
        n: formatNumber(answer.passagesSearched, locale),
        when: formatTime(answer.askedAt, locale),
      }),
    });
    return copyText(text, html);
  }

  function copyLink(): Promise<boolean> {
    const link = new URL(location.href);
    link.search = `?${new URLSearchParams({ c: answer.conversationId })}`;
    link.hash = `q-${answer.id}`;
    return copyText(link.href);
  }

  return (
    <Group className={`${classes['actions']} nx-no-print`} gap={4}>
      <CopyButton label={t('copy.answer')} icon={<IconCopy size={16} />} onCopy={copyAnswer} />
      <CopyButton label={t('copy.link')} icon={<IconLink size={16} />} onCopy={copyLink} />
      <ExportMenu answer={answer} />
      <FeedbackControl answer={answer} />
    </Group>
  );
}

function CopyButton({ label, icon, onCopy }: { label: string; icon: ReactNode; onCopy(): Promise<boolean> }) {
  const { t } = useTranslation('ask');
  const [result, setResult] = useState<'copied' | 'failed' | null>(null);
  useEffect(() => {
    if (!result) return;
    const timer = setTimeout(() => setResult(null), 2_000);
    return () => clearTimeout(timer);
  }, [result]);
  const said = result ? t(`copy.${result}`) : label;
  return (
    <>
      <Tooltip label={said} {...(result ? { opened: true } : {})}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={label}
          onClick={() => void onCopy().then((isCopied) => setResult(isCopied ? 'copied' : 'failed'))}
        >
          {result === 'copied' ? <IconCheck size={16} /> : icon}
        </ActionIcon>
      </Tooltip>
      <span role="status" className={classes['hidden']}>
        {result && said}
      </span>
    </>
  );
}
