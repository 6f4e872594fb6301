import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef } from 'react';
import classes from './danger-button.module.css';

export type DangerButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

/** For the act that loses something, in the question before it; readable on its colour in the light and in the dark. */
export function DangerButton(props: DangerButtonProps) {
  return <Button {...props} className={classes['danger']!} />;
}
