import { Button, Menu } from '@mantine/core';
import { IconFile, IconFolder, IconUpload } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { filesOfInput } from './dropped-files.ts';
import { uploads } from './uploads.ts';

/** The button for adding files or a folder; dropping them anywhere does the same. */
export function AddDocuments({ spaceId, label }: { spaceId: string; label?: string }) {
  const { t } = useTranslation('app');
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not a property that React knows.
    folder.current?.setAttribute('webkitdirectory', '');
    // On the element itself: the list may put another button in this one's place while the browser's dialog is open.
    for (const input of [files.current, folder.current]) if (input) input.onchange = () => take(input);
  }, []);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button leftSection={<IconUpload size={16} />}>{label ?? t('uploads.add')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
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
    </>
  );
}

function take(input: HTMLInputElement): void {
  if (input.files && input.dataset['space']) uploads.add(input.dataset['space'], filesOfInput(input.files));
  // So that choosing the same file again is noticed.
  input.value = '';
}
