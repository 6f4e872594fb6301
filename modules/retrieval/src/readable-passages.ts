import { createHash } from 'node:crypto';
import type { Tx } from '@nexus/db';
import type { CellVersion, Passage, RankedPassage } from '@nexus/search';
import type { AccessPort, CardsPort, KeyringPort } from './retrieval.ports.ts';
import * as repository from './retrieval.repository.ts';
import type { RetrievalTables } from './retrieval.tables.ts';
import { openPassage } from './sealed-passage.ts';
import { cellIdOf } from './sealed-segments.ts';

/** A passage that the reader may see, opened. */
export type FoundPassage = {
  spaceId: string;
  labelId: string;
  documentId: string;
  sourceId: string;
  ordinal: number;
  title: string;
  passage: Passage;
  day: number | null;
  score: number;
};

export type ReadableCells = { cells: CellVersion[]; passages: number };

/**
 * Which cells a question may run over: those of the actor's spaces and labels, of which the actor's policies let the rows through. `isWanted` leaves out
 * labels that nobody asked for.
 */
export async function readableCells(
  accessOf: AccessPort,
  tx: Tx,
  spaceIds: readonly string[] | null,
  isWanted: (labelId: string) => boolean = () => true,
): Promise<ReadableCells> {
  const access = await accessOf(tx);
  const among = spaceIds ? access.spaceIds.filter((id) => spaceIds.includes(id)) : access.spaceIds;
  const rows = await repository.listReadableCells(tx as Tx<RetrievalTables>, {
    spaceIds: among,
    labelIds: access.labelIds.filter(isWanted),
  });
  const passages = rows.reduce((sum, row) => sum + Number(row.passages), 0);
  return { cells: rows.map((row) => ({ cell: cellIdOf(row), version: Number(row.version) })), passages };
}

/** One short digest of which cells in which versions were searched, so that the log can say on what state an answer stood. */
export function indexVersionOf(cells: readonly CellVersion[]): string {
  const lines = cells.map(({ cell, version }) => `${cell} ${version}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 32);
}

/**
 * Opens ranked passages in the reader's transaction. Access is decided a second time, per row, here and by row-level security; what is withheld, was
 * deleted and what a newer version replaced meanwhile is left out. Order is kept.
 */
export async function openRanked(
  { keyring, cards, accessOf }: { keyring: KeyringPort; cards: CardsPort; accessOf: AccessPort },
  tx: Tx,
  ranked: readonly (Omit<RankedPassage, 'cell'> & { cell?: string })[],
): Promise<FoundPassage[]> {
  const keys = ranked.map(({ documentId, passage }) => ({ sourceId: documentId, ordinal: passage }));
  const access = await accessOf(tx);
  const stored = await repository.findPassages(tx as Tx<RetrievalTables>, keys);
  const rows = stored.filter((row) => access.mayRead(row.spaceId, row.labelId));
  const current = await cards.listCurrent(tx, [...new Set(rows.map((row) => row.sourceId))]);
  const rowOf = new Map(rows.map((row) => [`${row.sourceId}.${row.ordinal}`, row]));
  const found: FoundPassage[] = [];
  for (const hit of ranked) {
    const row = rowOf.get(`${hit.documentId}.${hit.passage}`);
    const source = row && current.get(row.sourceId);
    if (!row || !source || (hit.cell !== undefined && cellIdOf(row) !== hit.cell)) continue;
    const { title, ...passage } = openPassage(await keyring.forSpace(row.spaceId), row);
    const { spaceId, labelId, documentId, sourceId, ordinal } = row;
    found.push({ spaceId, labelId, documentId, sourceId, ordinal, title, passage, day: source.day, score: hit.score });
  }
  return found;
}
