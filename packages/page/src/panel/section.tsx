import { type ReactNode, useId } from 'react';
import classes from './panel.module.css';

export type SectionProps = { title: string; help?: ReactNode; children: ReactNode; isNarrow?: boolean };

/** One subject of the settings: what it is about at the left, what can be done at the right. */
export function Section({ title, help, children, isNarrow = false }: SectionProps) {
  const id = useId();
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {help && <p>{help}</p>}
      </header>
      <div className={isNarrow ? classes['narrow'] : undefined}>{children}</div>
    </section>
  );
}
