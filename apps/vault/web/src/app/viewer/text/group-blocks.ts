import type { TextBlock } from '../document-queries.ts';

/** Blocks that are read as one thing: a list, a table, a mail's head, or a block of its own. */
export type BlockGroup =
  | { kind: 'heading'; block: TextBlock; level: number }
  | { kind: 'paragraph'; block: TextBlock }
  | { kind: 'code'; block: TextBlock }
  | { kind: 'list'; blocks: TextBlock[] }
  | { kind: 'fields'; blocks: TextBlock[] }
  | { kind: 'table'; table: number | null; rows: TextBlock[] };

/** In order; nothing is left out. */
export function groupBlocks(blocks: readonly TextBlock[]): BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind === 'heading') groups.push({ kind: 'heading', block, level: block.level ?? 2 });
    else if (block.kind === 'table-row') {
      const table = block.table ?? null;
      if (last?.kind === 'table' && last.table === table) last.rows.push(block);
      else groups.push({ kind: 'table', table, rows: [block] });
    } else if (block.kind === 'list-item' || block.kind === 'header-field') {
      const kind = block.kind === 'list-item' ? 'list' : 'fields';
      if (last?.kind === kind) last.blocks.push(block);
      else groups.push({ kind, blocks: [block] });
    } else groups.push({ kind: block.kind === 'code' ? 'code' : 'paragraph', block });
  }
  return groups;
}

/** Groups in pieces of at most `size`, so that a part of a million lines is drawn piece by piece. */
export function piecesOf<T>(items: readonly T[], size: number): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < items.length; at += size) pieces.push(items.slice(at, at + size));
  return pieces;
}

/** Numbers of the blocks of a group. */
export function numbersIn(group: BlockGroup): number[] {
  if ('block' in group) return [group.block.number];
  return (group.kind === 'table' ? group.rows : group.blocks).map(({ number }) => number);
}

/** A header field as name and value; the name is what stands before the first colon. */
export function fieldOf(text: string): { name: string; value: string; valueStart: number } {
  const [, name = '', gap = ''] = /^([^:\n]{1,80}):(\s*)/.exec(text) ?? [];
  if (name === '') return { name: '', value: text, valueStart: 0 };
  const valueStart = name.length + 1 + gap.length;
  return { name, value: text.slice(valueStart), valueStart };
}
