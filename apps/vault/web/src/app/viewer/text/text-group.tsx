import { MarkedText } from '@nexus/ui';
import { createElement, memo } from 'react';
import type { TextBlock } from '../document-queries.ts';
import { markIn, type Place } from '../place.ts';
import { BlockText } from './block-text.tsx';
import { type BlockGroup, fieldOf } from './group-blocks.ts';
import { TableRows } from './table-rows.tsx';
import classes from './text.module.css';

/** One thing to read: a heading, a paragraph, a list, a table, the head of a mail. */
export const TextGroup = memo(function TextGroup({ group, place }: { group: BlockGroup; place: Place }) {
  if (group.kind === 'table') return <TableRows rows={group.rows} place={place} />;
  if (group.kind === 'list') {
    return (
      <ul className={classes['list']}>
        {group.blocks.map((block) => (
          <li key={block.number} data-block={block.number}>
            <BlockText block={block} place={place} />
          </li>
        ))}
      </ul>
    );
  }
  if (group.kind === 'fields') {
    return (
      <dl className={classes['fields']}>
        {group.blocks.map((block) => (
          <Field key={block.number} block={block} place={place} />
        ))}
      </dl>
    );
  }
  const content = <BlockText block={group.block} place={place} />;
  const props = { 'data-block': group.block.number };
  if (group.kind === 'code') return <pre {...props}>{content}</pre>;
  if (group.kind === 'paragraph') return <p {...props}>{content}</p>;
  // The page has an h1 and the document's name an h2: what stands in the document begins below them.
  return createElement(`h${Math.min(6, group.level + 2)}`, { ...props, 'data-level': group.level }, content);
});

function Field({ block, place }: { block: TextBlock; place: Place }) {
  const { name, value, valueStart } = fieldOf(block.text);
  const mark = markIn(block, place);
  const shifted = mark && { start: mark.start - valueStart, end: mark.end - valueStart };
  return (
    <div data-block={block.number}>
      <dt>{name}</dt>
      <dd>
        <MarkedText text={value} marks={shifted ? [shifted] : []} />
      </dd>
    </div>
  );
}
