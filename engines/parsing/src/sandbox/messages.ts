import type { Block, DocumentMetadata, FailureReason, ParseLimits, PartQuality } from '../contract.ts';
import type { PartImage } from '../reader.ts';

/** What the vault tells a text child. A job is `open`, any number of `data` frames (body: file bytes), `end`. */
export type ToChild = { type: 'open'; name: string; limits: ParseLimits } | { type: 'data' } | { type: 'end' };

/** A picture of one part without its pixels: those are the frame's body. */
export type ImageHeader = Omit<PartImage, 'pixels'>;

/** What a text child tells the vault; the bodies of `attachment` and `image` are bytes and pixels. After `done` or `failed` comes `idle`, when the rest of the input was drained. */
export type FromChild =
  | { type: 'ready' }
  /** `worn`: something went wrong in a way that makes the process unfit for another file. */
  | { type: 'idle'; worn: boolean }
  | { type: 'blocks'; blocks: readonly Block[] }
  | { type: 'quality'; parts: readonly PartQuality[] }
  | { type: 'attachment'; name: string; mediaType?: string }
  | { type: 'progress'; done: number; total: number | null }
  | ImageHeader
  | { type: 'done'; metadata: ChildMetadata; warnings: readonly string[] }
  /** A legacy Office file, whole in the body: it has to be converted first. Ends the job as `done` does. */
  | { type: 'convert'; format: 'doc' | 'xls' | 'ppt'; warnings: readonly string[] }
  | { type: 'failed'; reason: FailureReason; detail: string };

/** Language may be missing: the parent finds it from the text, which includes what was recognised by OCR. */
export type ChildMetadata = Omit<DocumentMetadata, 'language'> & { language?: DocumentMetadata['language'] };

/** Job of the OCR child: one picture in (body: pixels), one `recognised` or `failed` out. */
export type OcrJob = { type: 'recognise'; languages: readonly string[]; image: ImageHeader };
export type OcrAnswer =
  | { type: 'ready' }
  | { type: 'recognised'; blocks: readonly Block[]; quality: PartQuality }
  | { type: 'failed'; reason: FailureReason; detail: string };
