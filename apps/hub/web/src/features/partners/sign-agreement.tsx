import { Button, Checkbox, Code, Modal, Stack, TextInput } from '@mantine/core';
import { DialogFoot, meQuery } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';
import type { Agreement } from './agreement-queries.ts';

export type SignAgreementProps = { agreement: Agreement; partnerId: string; onClose(): void };

/** The text as it is signed, its hash, and the name of whoever signs. */
export function SignAgreement({ agreement, partnerId, onClose }: SignAgreementProps) {
  const { t, i18n } = useTranslation('partners');
  const { t: word } = useTranslation('page');
  const textOf = useTextOf();
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const [signerName, setSignerName] = useState(me?.name ?? '');
  const [isRead, setRead] = useState(false);
  const language = i18n.language === 'en' ? 'en' : 'es';
  const textHash = agreement.hash[language];
  const signing = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/agreements/{agreementId}/signatures', {
          params: { path: { agreementId: agreement.id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { partnerId, signerName: signerName.trim(), language, textHash },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['partner-agreements', partnerId] });
      await queries.invalidateQueries({ queryKey: ['partner', partnerId] });
      onClose();
    },
  });

  function sign(event: FormEvent): void {
    event.preventDefault();
    signing.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`${textOf(agreement.title)} · ${t('agreements.version', { version: agreement.version })}`}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={sign}>
        <Stack>
          <section className={panel['sheet']} aria-label={textOf(agreement.title)}>
            {textOf(agreement.body)}
          </section>
          <p className={panel['meta']}>
            SHA-256 <Code>{textHash}</Code>
          </p>
          <Checkbox
            checked={isRead}
            onChange={(event) => setRead(event.currentTarget.checked)}
            label={t('agreements.isRead')}
          />
          <TextInput
            label={t('agreements.signer')}
            value={signerName}
            onChange={(event) => setSignerName(event.currentTarget.value)}
            maxLength={200}
            required
          />
          <DialogFoot error={signing.error} onClose={onClose}>
            <Button type="submit" loading={signing.isPending} disabled={!isRead || signerName.trim().length < 2}>
              {t('agreements.sign')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
