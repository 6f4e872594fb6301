import { Button } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { formatTime, formatWhen, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTextOf } from '../../app/text-of.ts';
import { type Agreement, partnerAgreementsQuery } from './agreement-queries.ts';
import { SignAgreement } from './sign-agreement.tsx';

/** What a partner has to sign, and what it has signed, with the proof of each. */
export function SignedTab({ partnerId, maySign }: { partnerId: string; maySign: boolean }) {
  const { t, i18n } = useTranslation('partners');
  const textOf = useTextOf();
  const locale = i18n.language as Locale;
  const [signing, setSigning] = useState<Agreement | null>(null);
  const agreements = useQuery(partnerAgreementsQuery(partnerId));
  const { unsigned = [], signed = [] } = agreements.data ?? {};
  return (
    <>
      <Section title={t('agreements.unsigned')} help={t('agreements.unsignedHelp')}>
        <RowsState query={agreements} isEmpty={unsigned.length === 0} empty={t('agreements.nothing')}>
          <ul className={panel['rows']}>
            {unsigned.map((agreement) => (
              <li key={agreement.id}>
                <span>
                  <strong>{textOf(agreement.title)}</strong>
                  <span className={panel['meta']}>
                    {t('agreements.version', { version: agreement.version })} ·{' '}
                    {t('agreements.signBy', { day: formatWhen(agreement.signBy, locale) })}
                  </span>
                </span>
                {maySign && <Button onClick={() => setSigning(agreement)}>{t('agreements.read')}</Button>}
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <Section title={t('agreements.signed')} help={t('agreements.signedHelp')}>
        <RowsState query={agreements} isEmpty={signed.length === 0} empty={t('agreements.noneSigned')}>
          <ul className={panel['rows']}>
            {signed.map((signature) => (
              <li key={signature.id}>
                <span>
                  <strong>{textOf(signature.title)}</strong>
                  <span className={panel['meta']}>
                    {t('agreements.version', { version: signature.version })} · {signature.signerName} ·{' '}
                    {formatTime(signature.signedAt, locale)}
                  </span>
                  <span className={`${panel['meta']} ${panel['secret']}`} title={signature.proof}>
                    SHA-256 {signature.proof.slice(0, 16)}…
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      {signing && <SignAgreement agreement={signing} partnerId={partnerId} onClose={() => setSigning(null)} />}
    </>
  );
}
