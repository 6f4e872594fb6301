export { MalformedError, TileMissingError } from './errors.ts';
export {
  type Checkpoint,
  formatCheckpoint,
  parseCheckpoint,
  parseCheckpointText,
  signCheckpoint,
} from './notes/checkpoint.ts';
export { formatProofFile, type ProofFile, parseProofFile } from './notes/proof-file.ts';
export {
  type Note,
  type NoteSignature,
  type NoteSigner,
  type NoteVerdict,
  parseNote,
  signNote,
  verifyNote,
} from './notes/signed-note.ts';
export {
  formatVerifierKey,
  hexId,
  parseVerifierKey,
  publicKeyPem,
  type VerifierKey,
  verifierKey,
} from './notes/verifier-key.ts';
export { decodeBundle, encodeBundle, maxEntryLength } from './tiles/entry-bundle.ts';
export { edgeTiles, emptyEdge, extendTiles, rootOfEdge, type Tile, type TreeEdge } from './tiles/extend-tiles.ts';
export { parseTilePath, type TileAddress, tilePath, tilesOf, tileWidth, widthOf } from './tiles/tile-path.ts';
export { createTileTree, type TileStore, type TileTree } from './tiles/tile-tree.ts';
export { type CompactRange, createCompactRange } from './tree/compact-range.ts';
export { emptyRoot, hashLength, leafHash, nodeHash } from './tree/hashing.ts';
export { merkleRoot } from './tree/merkle-root.ts';
export { type TreeHead, verifyConsistency } from './tree/verify-consistency.ts';
export { type InclusionClaim, rootFromInclusion, verifyInclusion } from './tree/verify-inclusion.ts';
export { type LocateOptions, locateFaults } from './verify/locate-faults.ts';
export type { LogFault, LogSource } from './verify/log-source.ts';
export { type Walk, type WalkOptions, walkLog } from './verify/walk-log.ts';
