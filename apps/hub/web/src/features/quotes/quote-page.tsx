import { Badge, Button, Group, Text } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayText, moneyText, percentText } from '../../app/money-text.ts';
import { PricedLines } from '../../app/priced-lines.tsx';
import { EditQuote } from './edit-quote.tsx';
import { QuoteActions } from './quote-actions.tsx';
import { type Quote, type QuoteVersion, quoteQuery } from './quote-queries.ts';
import { QuoteState } from './quote-state.tsx';

/** A quote: its newest version first, what can be done with it, and the versions before. */
export function QuotePage() {
  const { t, i18n } = useTranslation('quotes');
  const { quoteId } = useParams({ from: '/signed-in/quotes/$quoteId' });
  const queries = useQueryClient();
  const found = useQuery(quoteQuery(quoteId));
  const [number, setNumber] = useState<number | null>(null);
  const [isEditing, setEditing] = useState(false);
  const quote = found.data;
  const version = quote?.versions.find((one) => one.number === number) ?? quote?.versions[0];

  async function changed(next: Quote): Promise<void> {
    queries.setQueryData(quoteQuery(quoteId).queryKey, next);
    setNumber(null);
    setEditing(false);
    await queries.invalidateQueries({ queryKey: ['quotes'] });
  }

  return (
    <div className={panel['page']}>
      <RowsState query={found}>
        {quote && version && (
          <>
            <Group justify="space-between" align="start">
              <div>
                <h1>{quote.number}</h1>
                <Text c="dimmed">
                  {quote.customer.name} · {quote.partnerName ?? t('direct')}
                  {quote.kind === 'renewal' && ` · ${t('renewal')}`}
                </Text>
              </div>
              <Button
                component="a"
                href={`/api/v1/quotes/${quote.id}/versions/${version.number}/pdf`}
                target="_blank"
                variant="default"
                leftSection={<IconFileTypePdf size={16} />}
              >
                {t('pdf')}
              </Button>
            </Group>
            <Group mt="md" gap="xs">
              {quote.versions.map((one) => (
                <Button
                  key={one.number}
                  size="xs"
                  variant={one.number === version.number ? 'light' : 'subtle'}
                  onClick={() => setNumber(one.number)}
                >
                  {t('versionNumber', { number: one.number })}
                </Button>
              ))}
            </Group>
            {isEditing ? (
              <EditQuote quote={quote} version={version} onSaved={changed} onClose={() => setEditing(false)} />
            ) : (
              <>
                <Section title={t('state')} help={<Approval version={version} />}>
                  <Group mb="md" gap="lg">
                    <QuoteState state={version.state} isExpired={version.isExpired} />
                    <Text size="sm">{t('validUntilDay', { day: dayText(version.validUntilDay, i18n.language) })}</Text>
                    {version.acceptedName && <Text size="sm">{t('acceptedBy', { name: version.acceptedName })}</Text>}
                    {version.closeReason && <Text size="sm">{version.closeReason}</Text>}
                  </Group>
                  {version.number === quote.versions[0]!.number && (
                    <QuoteActions quote={quote} version={version} onChanged={changed} onEdit={() => setEditing(true)} />
                  )}
                </Section>
                <Section title={t('lines')} help={version.notes}>
                  <PricedLines lines={version.lines} sums={version} />
                </Section>
                <Section title={t('schedule.title')}>
                  <ul className={panel['rows']}>
                    {version.payments.map((payment) => (
                      <li key={payment.ordinal}>
                        <span>
                          {payment.label || t('instalment', { number: payment.ordinal })}
                          <span className={panel['meta']}>
                            {payment.dueDays === null
                              ? t('schedule.onMilestone')
                              : t(payment.dueMonths === 0 ? 'dueDays' : 'dueAfter', {
                                  months: payment.dueMonths,
                                  days: payment.dueDays,
                                })}
                          </span>
                        </span>
                        <span>{moneyText(payment.amount, i18n.language)}</span>
                      </li>
                    ))}
                  </ul>
                </Section>
              </>
            )}
          </>
        )}
      </RowsState>
    </div>
  );
}

/** What stands about the discount: whether somebody has to approve it, and what they said. */
function Approval({ version }: { version: QuoteVersion }) {
  const { t, i18n } = useTranslation('quotes');
  if (version.discountPpm === 0) return null;
  return (
    <>
      {t('discountOf', { percent: percentText(version.discountPpm, i18n.language) })}{' '}
      {version.needsApproval
        ? t('aboveLimit', { percent: percentText(version.limitPpm, i18n.language) })
        : t('withinLimit')}
      {version.decision && (
        <Badge
          mt={6}
          display="block"
          w="fit-content"
          color={version.decision === 'approved' ? 'green' : 'red'}
          variant="light"
        >
          {t(`decisions.${version.decision}`)}
        </Badge>
      )}
      {version.decisionReason}
    </>
  );
}
