import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

export type SideDrawerProps = { title: string; size?: 'md' | 'lg'; onClose(): void; children: ReactNode };

/** One thing of a list, beside the list. It exists only while it is open. */
export function SideDrawer({ title, size = 'md', onClose, children }: SideDrawerProps) {
  const { t } = useTranslation('page');
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={size}
      title={title}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      {children}
    </Drawer>
  );
}
