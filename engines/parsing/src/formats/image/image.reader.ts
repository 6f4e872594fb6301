import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';
import type { FileFormat } from '../../contract.ts';
import { turnImage } from '../../ocr/grey-image.ts';
import { type Emit, ParseFailure, type Reader } from '../../reader.ts';
import { decodeBmp } from './bmp.ts';
import { readExifTurns } from './exif-orientation.ts';
import { decodeGif } from './gif.ts';
import { ensureSize, type RgbaImage, toGrey } from './rgba.ts';
import { openTiff } from './tiff.ts';

/** Photographs and scans: one part for each page, whose text is recognised. */
export const readImage: Reader = async (input, emit) => {
  const bytes = await input.bytes();
  if (input.format === 'tiff') return { parts: await sendTiff(bytes, emit) };
  const image = await decode(input.format, bytes, emit);
  const turns = input.format === 'jpeg' ? readExifTurns(bytes) : 0;
  await send(emit, image, 1, turns);
  return { parts: 1 };
};

async function sendTiff(bytes: Uint8Array, emit: Emit): Promise<number> {
  const pages = openTiff(bytes);
  for (const [i, page] of pages.entries()) {
    const part = i + 1;
    try {
      await send(emit, page.decode(), part, 0);
    } catch (error) {
      // One bad page of a fax must not cost the others.
      if (pages.length === 1) throw error;
      const note = error instanceof Error ? error.message : String(error);
      const size = [page.width, page.height] as const;
      await emit.quality([{ part, kind: 'page', method: 'unread', characters: 0, size, notes: [note] }]);
    }
    await emit.progress(part, pages.length);
  }
  return pages.length;
}

async function send(emit: Emit, image: RgbaImage, part: number, turns: 0 | 1 | 2 | 3): Promise<void> {
  const grey = turnImage(toGrey(image), turns);
  await emit.image({
    type: 'image',
    part,
    kind: 'page',
    width: grey.width,
    height: grey.height,
    dpi: grey.dpi,
    size: [grey.width, grey.height],
    pixels: grey.pixels,
  });
}

async function decode(format: FileFormat, bytes: Uint8Array, emit: Emit): Promise<RgbaImage> {
  try {
    if (format === 'png') return decodePng(bytes);
    if (format === 'jpeg') return decodeJpeg(bytes);
    if (format === 'bmp') return decodeBmp(bytes);
    if (format === 'webp') return await decodeWebp(bytes);
    const gif = decodeGif(bytes);
    if (gif.animated) emit.warn('The image is animated; only its first picture was read.');
    return gif;
  } catch (cause) {
    if (cause instanceof ParseFailure) throw cause;
    throw new ParseFailure(
      'broken',
      `the image is damaged: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  }
}

function decodePng(bytes: Uint8Array): RgbaImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new ParseFailure('broken', 'the image is cut off');
  ensureSize(view.getUint32(16), view.getUint32(20));
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { width, height, rgba: data };
}

function decodeJpeg(bytes: Uint8Array): RgbaImage {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    maxResolutionInMP: 60,
    maxMemoryUsageInMB: 700,
    tolerantDecoding: true,
  });
  return { width, height, rgba: data };
}

async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  const { default: decodeWith, init } = await import('@jsquash/webp/decode.js');
  const wasm = readFileSync(createRequire(import.meta.url).resolve('@jsquash/webp/codec/dec/webp_dec.wasm'));
  const { Module } = Reflect.get(globalThis, 'WebAssembly') as { Module: new (bytes: Uint8Array) => object };
  await init(new Module(wasm) as never);
  const { width, height, data } = await decodeWith(new Uint8Array(bytes).buffer);
  return { width, height, rgba: data };
}
