import type { ReactNode } from 'react';
import classes from './notice.module.css';

export type NoticeProps = {
  tone?: 'plain' | 'ok' | 'warn' | 'bad';
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
};

/** Something to know, beside the thing it is about. An error is announced at once, anything else when the reader gets there. */
export function Notice({ tone = 'plain', title, children, action }: NoticeProps) {
  return (
    <div className={classes['notice']} data-tone={tone} role={tone === 'bad' ? 'alert' : undefined}>
      <div>
        {title && <strong>{title} </strong>}
        {children}
      </div>
      {action && <div className={classes['action']}>{action}</div>}
    </div>
  );
}
