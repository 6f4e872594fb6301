import { Button, Group, Stack } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import { formatWhen, type Locale, Notice, StateDot } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DisableSecondFactor } from './disable-second-factor.tsx';
import { EnableSecondFactor } from './enable-second-factor.tsx';
import { secondFactorQuery } from './own-queries.ts';
import { RenewCodes } from './renew-codes.tsx';

/** So few recovery codes that it is time for new ones. */
const fewCodes = 3;

/** A code of the telephone besides the password. */
export function SecondFactorSection() {
  const { t, i18n } = useTranslation('settings');
  const query = useQuery(secondFactorQuery);
  const [open, setOpen] = useState<'enable' | 'disable' | 'codes' | null>(null);
  const { isOn = false, since = null, codesLeft = 0 } = query.data ?? {};
  const close = (): void => setOpen(null);
  return (
    <Section title={t('secondFactor.title')} help={t('secondFactor.help')}>
      <RowsState query={query}>
        {isOn ? (
          <Stack gap="md">
            <StateDot tone="ok">
              {t('secondFactor.on', { since: formatWhen(since ?? '', i18n.language as Locale) })} ·{' '}
              {t('secondFactor.codesLeft', { count: codesLeft })}
            </StateDot>
            {codesLeft < fewCodes && <Notice tone="warn">{t('secondFactor.fewCodes')}</Notice>}
            <Group>
              <Button variant="default" onClick={() => setOpen('codes')}>
                {t('secondFactor.renew')}
              </Button>
              <Button variant="default" c="var(--nx-bad)" onClick={() => setOpen('disable')}>
                {t('secondFactor.disable')}
              </Button>
            </Group>
          </Stack>
        ) : (
          <Stack gap="md">
            <StateDot tone="idle">{t('secondFactor.off')}</StateDot>
            <Group>
              <Button variant="default" onClick={() => setOpen('enable')}>
                {t('secondFactor.enable')}
              </Button>
            </Group>
          </Stack>
        )}
      </RowsState>
      {open === 'enable' && <EnableSecondFactor onClose={close} />}
      {open === 'disable' && <DisableSecondFactor onClose={close} />}
      {open === 'codes' && <RenewCodes onClose={close} />}
    </Section>
  );
}
