import { Notice } from '@nexus/ui';
import { IconUpload } from '@tabler/icons-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../labels/label.tsx';
import { droppedIn, filesOf, mostFiles } from './dropped-files.ts';
import { useUploadLabel } from './upload-label.ts';
import classes from './uploads.module.css';
import { uploads } from './uploads.ts';

export type DropZoneProps = {
  spaceId: string;
  isDisabled?: boolean;
  className?: string | undefined;
  children: ReactNode;
};

/** Takes files and whole folders that are dropped anywhere on what it holds. */
export function DropZone({ spaceId, isDisabled = false, className, children }: DropZoneProps) {
  const { t } = useTranslation('app');
  const { label } = useUploadLabel(spaceId);
  // Entering a child fires before leaving its parent: only the balance says whether the pointer is inside.
  const depth = useRef(0);
  const [isOver, setOver] = useState(false);
  const [left, setLeft] = useState<{ unreadable: number; isCut: boolean } | null>(null);
  const holdsFiles = (event: DragEvent): boolean => !isDisabled && event.dataTransfer.types.includes('Files');

  function enter(event: DragEvent, by: number): void {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current += by;
    setOver(depth.current > 0);
  }
  async function drop(event: DragEvent): Promise<void> {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    const { files, unreadable, isCut } = await filesOf(droppedIn(event.dataTransfer));
    uploads.add(spaceId, files, label);
    setLeft(unreadable > 0 || isCut ? { unreadable, isCut } : null);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button beside does the same by keyboard.
    <div
      className={className}
      data-dropping={isOver || undefined}
      onDragEnter={(event) => enter(event, 1)}
      onDragLeave={(event) => enter(event, -1)}
      onDragOver={(event) => holdsFiles(event) && event.preventDefault()}
      onDrop={(event) => void drop(event)}
    >
      {children}
      {left && (
        <div className={classes['left']}>
          <Notice tone="warn">
            {left.unreadable > 0 && t('uploads.unreadable', { count: left.unreadable })}{' '}
            {left.isCut && t('uploads.tooMany', { number: mostFiles })}
          </Notice>
        </div>
      )}
      {isOver && (
        <div className={classes['over']} aria-hidden>
          <IconUpload size={32} stroke={1.5} />
          {t('uploads.dropHere')}
          {label && <Badge label={label} />}
        </div>
      )}
    </div>
  );
}
