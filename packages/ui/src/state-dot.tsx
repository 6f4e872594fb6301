import type { ReactNode } from 'react';

const colours = {
  ok: 'var(--nx-ok)',
  warn: 'var(--nx-warn)',
  bad: 'var(--nx-bad)',
  busy: 'var(--nx-accent)',
  idle: 'var(--nx-faint)',
} as const;

export type StateTone = keyof typeof colours;

/** A state as a word with a dot before it: the colour repeats what the word says and never says more. */
export function StateDot({ tone, children }: { tone: StateTone; children: ReactNode }) {
  return (
    <span style={{ display: 'inline-flex', gap: 6, alignItems: 'center', fontSize: 13, whiteSpace: 'nowrap' }}>
      <span aria-hidden style={{ width: 7, height: 7, borderRadius: '50%', background: colours[tone], flex: 'none' }} />
      {children}
    </span>
  );
}
