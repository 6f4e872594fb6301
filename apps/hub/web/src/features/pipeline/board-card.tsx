import { formatWhen, type Locale } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatAmount } from '../../app/amounts.ts';
import classes from './pipeline.module.css';
import type { Card } from './pipeline-queries.ts';

export type BoardCardProps = { card: Card; onStep(by: -1 | 1): void };

export function BoardCard({ card, onStep }: BoardCardProps) {
  const { t, i18n } = useTranslation('pipeline');
  const locale = i18n.language as Locale;
  return (
    <li draggable onDragStart={(event) => event.dataTransfer.setData('text/plain', card.id)}>
      <Link
        to="/opportunities/$opportunityId"
        params={{ opportunityId: card.id }}
        className={classes['card']!}
        aria-describedby="board-keys"
        draggable={false}
        onKeyDown={(event) => {
          if (!event.ctrlKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
          event.preventDefault();
          onStep(event.key === 'ArrowLeft' ? -1 : 1);
        }}
      >
        <strong>{card.name}</strong>
        {card.customerName && card.customerName !== card.name && <span>{card.customerName}</span>}
        <span className={classes['amount']}>{formatAmount(card.value, locale)}</span>
        <span className={classes['meta']}>
          {[
            card.partnerName,
            card.expectedClose && t('closes', { day: formatWhen(`${card.expectedClose}T12:00:00`, locale) }),
            `${card.probability} %`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </Link>
    </li>
  );
}
