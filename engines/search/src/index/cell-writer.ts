import type { Analyzer, CellId, CellWriter, FieldWeights, SegmentStore, TermBlinder } from '../contract.ts';

export type CellWriterOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment' | 'writeSegment'>;
  cell: CellId;
  blinder: TermBlinder;
  analyzer: Analyzer;
  weights?: FieldWeights;
};

export function createCellWriter(_options: CellWriterOptions): CellWriter {
  throw new Error('under construction');
}
