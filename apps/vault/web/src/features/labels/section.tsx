import { type ReactNode, useId } from 'react';
import classes from './labels.module.css';

/** One subject: what it is about at the left, what can be done at the right. */
export function Section({ title, help, children }: { title: string; help: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <p>{help}</p>
      </header>
      <div className={classes['content']}>{children}</div>
    </section>
  );
}
