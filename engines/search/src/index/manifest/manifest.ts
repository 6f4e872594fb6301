import { crc32 } from 'node:zlib';
import { uuidFromBytes, uuidToBytes } from '@nexus/kernel';
import type { FieldWeights } from '../../contract.ts';
import { createByteReader } from '../codec/byte-reader.ts';
import { createGrowableBytes } from '../codec/growable-bytes.ts';
import { CorruptIndexError } from '../errors.ts';

export type ManifestSegment = {
  /** UUIDv7: its time tells the sweep how old an orphan is. */
  segmentId: string;
  /** The checksum in the segment's header: a name that holds another segment is noticed. */
  checksum: number;
  byteLength: number;
  passages: number;
  documents: number;
  /** First and last document id, 16 bytes each: a writer of new (later) ids need not look inside. */
  firstId: Uint8Array;
  lastId: Uint8Array;
  /** Numbers of the documents that are gone, ascending. */
  deleted: Uint32Array;
};

/** All that a cell is at one version. The version itself is the store's. */
export type Manifest = { weights: FieldWeights; segments: readonly ManifestSegment[] };

const magic = 0x314d_584e;

export function encodeManifest(manifest: Manifest): Uint8Array<ArrayBuffer> {
  const body = createGrowableBytes();
  body.byte(manifest.weights.body);
  body.byte(manifest.weights.heading);
  body.byte(manifest.weights.title);
  body.varint(manifest.segments.length);
  for (const segment of manifest.segments) {
    body.bytes(uuidToBytes(segment.segmentId));
    body.uint32(segment.checksum);
    body.varint(segment.byteLength);
    body.varint(segment.passages);
    body.varint(segment.documents);
    body.bytes(segment.firstId);
    body.bytes(segment.lastId);
    // Runs of deleted and kept documents in turn: whole folders go at once, and one in ten costs two bytes.
    const runs = runsOf(segment.deleted);
    body.varint(runs.length);
    for (const run of runs) body.varint(run);
  }
  const bytes = body.toBytes();
  const whole = createGrowableBytes(bytes.length + 8);
  whole.uint32(magic);
  whole.uint32(crc32(bytes));
  whole.bytes(bytes);
  return whole.toBytes();
}

/** @throws CorruptIndexError */
export function decodeManifest(bytes: Uint8Array): Manifest {
  const reader = createByteReader(bytes);
  if (reader.uint32() !== magic) throw new CorruptIndexError('not a manifest of this format');
  if (reader.uint32() !== crc32(bytes.subarray(8))) throw new CorruptIndexError('a manifest is damaged');
  const weights = { body: reader.byte(), heading: reader.byte(), title: reader.byte() };
  const segments = Array.from({ length: reader.varint() }, () => ({
    segmentId: uuidFromBytes(reader.bytes(16)),
    checksum: reader.uint32(),
    byteLength: reader.varint(),
    passages: reader.varint(),
    documents: reader.varint(),
    firstId: reader.bytes(16).slice(),
    lastId: reader.bytes(16).slice(),
    deleted: numbersOf(Array.from({ length: reader.varint() }, () => reader.varint())),
  }));
  return { weights, segments };
}

/** Lengths of kept and deleted runs in turn, a kept one first. */
function runsOf(deleted: Uint32Array): number[] {
  const runs: number[] = [];
  let end = 0;
  for (let i = 0; i < deleted.length; ) {
    let next = i + 1;
    while (next < deleted.length && deleted[next] === deleted[next - 1]! + 1) next += 1;
    runs.push(deleted[i]! - end, next - i);
    end = deleted[next - 1]! + 1;
    i = next;
  }
  return runs;
}

function numbersOf(runs: readonly number[]): Uint32Array {
  let total = 0;
  for (let i = 1; i < runs.length; i += 2) total += runs[i]!;
  const deleted = new Uint32Array(total);
  let number = 0;
  let written = 0;
  runs.forEach((run, i) => {
    if (i % 2 === 1) for (let k = 0; k < run; k += 1) deleted[written++] = number + k;
    number += run;
  });
  return deleted;
}
