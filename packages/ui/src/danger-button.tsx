import { Button, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithoutRef, CSSProperties } from 'react';

export type DangerButtonProps = ButtonProps & Omit<ComponentPropsWithoutRef<'button'>, keyof ButtonProps>;

const colours = {
  '--button-bg': 'var(--nx-bad)',
  '--button-hover': 'color-mix(in srgb, var(--nx-bad) 88%, var(--nx-ink))',
  '--button-color': 'var(--nx-panel)',
} as CSSProperties;

/** For the act that loses something, in the question before it; readable on its colour in the light and in the dark. */
export function DangerButton(props: DangerButtonProps) {
  return <Button {...props} style={colours} />;
}
