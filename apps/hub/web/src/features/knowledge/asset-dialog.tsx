import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { read } from '@nexus/page/api';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { readAmount } from '../../app/money-text.ts';
import { useCreation } from '../../app/use-creation.ts';

type Kind = Answered<'getKnowledgeAsset'>['kind'];
const kinds: readonly Kind[] = ['course', 'script', 'method'];

/** A new course, script or method. */
export function AssetDialog({ onDone, onClose }: { onDone(): unknown; onClose(): void }) {
  const { t } = useTranslation('knowledge');
  const { t: word } = useTranslation('app');
  const [asset, setAsset] = useState({ code: '', kind: 'course' as Kind, titleEs: '', titleEn: '', price: '' });
  const price = readAmount(asset.price, 'EUR');
  const adding = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/knowledge-assets', {
          params: { header },
          body: { ...asset, price: price!, descriptionEs: '', descriptionEn: '' },
        }),
      ),
    onDone,
  );

  function add(event: FormEvent): void {
    event.preventDefault();
    if (price !== null) adding.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('addAsset')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form onSubmit={add}>
        <Stack>
          {(['titleEs', 'titleEn', 'code'] as const).map((field, index) => (
            <TextInput
              key={field}
              label={t(`fields.${field}`)}
              value={asset[field]}
              maxLength={field === 'code' ? 60 : 200}
              onChange={(event) => setAsset({ ...asset, [field]: event.currentTarget.value })}
              {...(index === 0 ? { 'data-autofocus': true } : {})}
              required
            />
          ))}
          <NativeSelect
            label={t('fields.kind')}
            value={asset.kind}
            onChange={(event) => setAsset({ ...asset, kind: event.currentTarget.value as Kind })}
            data={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
          />
          <TextInput
            label={t('fields.price')}
            inputMode="decimal"
            value={asset.price}
            onChange={(event) => setAsset({ ...asset, price: event.currentTarget.value })}
            required
          />
          <DialogFoot error={adding.error} onClose={onClose}>
            <Button type="submit" loading={adding.isPending} disabled={price === null}>
              {t('addAssetDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
