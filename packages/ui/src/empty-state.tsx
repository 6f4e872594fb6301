import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

export type EmptyStateProps = {
  icon?: ReactNode;
  /** What belongs here. */
  title: string;
  children?: ReactNode;
  /** The first thing to do. */
  action?: ReactNode;
};

/** An empty place that says what belongs there and offers the first action. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <Stack align="center" gap="sm" py={64} px="lg" ta="center" maw={460} mx="auto">
      {icon && (
        <span aria-hidden style={{ color: 'var(--nx-faint)' }}>
          {icon}
        </span>
      )}
      <Title order={2} fz="lg">
        {title}
      </Title>
      {children && <Text c="dimmed">{children}</Text>}
      {action}
    </Stack>
  );
}
