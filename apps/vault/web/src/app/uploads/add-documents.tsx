import { Button, Menu } from '@mantine/core';
import { IconFile, IconFolder, IconTag, IconUpload } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChooseLabelDialog } from '../labels/choose-label-dialog.tsx';
import { Badge } from '../labels/label.tsx';
import type { LabelView } from '../labels/labels.queries.ts';
import { filesOfInput } from './dropped-files.ts';
import { useUploadLabel } from './upload-label.ts';
import classes from './uploads.module.css';
import { uploads } from './uploads.ts';

/** The button for adding files or a folder, under the label that it shows; dropping them anywhere does the same. */
export function AddDocuments({ spaceId }: { spaceId: string }) {
  const { t } = useTranslation('app');
  const { label, ceilingLabelId, choose } = useUploadLabel(spaceId);
  const [isChoosing, setChoosing] = useState(false);
  const chosen = useRef(label);
  chosen.current = label;
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not a property that React knows.
    folder.current?.setAttribute('webkitdirectory', '');
    // On the element itself: the list may put another button in this one's place while the browser's dialog is open.
    for (const input of [files.current, folder.current]) if (input) input.onchange = () => take(input, chosen.current);
  }, []);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconUpload size={16} />}>{t('uploads.add')}</Button>
        </Menu.Target>
        <Menu.Dropdown maw={300}>
          <Menu.Label>{t('uploads.labelOf')}</Menu.Label>
          <Menu.Item leftSection={<IconTag size={16} />} onClick={() => setChoosing(true)}>
            <span className={classes['menuLabel']}>
              {label ? <Badge label={label} /> : t('uploads.labelMissing')}
              <small>{t('uploads.labelChange')}</small>
            </span>
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<IconFile size={16} />} onClick={() => files.current?.click()}>
            {t('uploads.addFiles')}
          </Menu.Item>
          <Menu.Item leftSection={<IconFolder size={16} />} onClick={() => folder.current?.click()}>
            {t('uploads.addFolder')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input ref={files} type="file" multiple hidden data-testid="add-files" data-space={spaceId} />
      <input ref={folder} type="file" multiple hidden data-testid="add-folder" data-space={spaceId} />
      {isChoosing && (
        <ChooseLabelDialog
          title={t('uploads.labelTitle')}
          help={t('uploads.labelHelp')}
          verb={t('uploads.labelUse')}
          labelId={label?.id ?? null}
          ceilingLabelId={ceilingLabelId}
          onChoose={choose}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

function take(input: HTMLInputElement, label: LabelView | null): void {
  if (input.files && input.dataset['space']) uploads.add(input.dataset['space'], filesOfInput(input.files), label);
  // So that choosing the same file again is noticed.
  input.value = '';
}
