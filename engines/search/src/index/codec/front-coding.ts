import { createByteReader } from './byte-reader.ts';
import { createGrowableBytes } from './growable-bytes.ts';

/**
 * Sorted words, each as the number of UTF-16 units shared with the word before, the number of units that follow, and those units as LEB128
 * (ASCII takes one byte each). Words must ascend by code unit, as `Array.prototype.sort` leaves them, and be shorter than 128 units.
 */
export function frontCode(words: Iterable<string>): Uint8Array<ArrayBuffer> {
  const coded = createGrowableBytes(1024);
  let before = '';
  for (const word of words) {
    let shared = 0;
    while (shared < before.length && shared < word.length && before.charCodeAt(shared) === word.charCodeAt(shared)) {
      shared += 1;
    }
    coded.byte(shared);
    coded.byte(word.length - shared);
    for (let i = shared; i < word.length; i += 1) coded.varint(word.charCodeAt(i));
    before = word;
  }
  return coded.toBytes();
}

/** The words back, in order. @throws CorruptIndexError */
export function* readFrontCoded(coded: Uint8Array): Generator<string> {
  const reader = createByteReader(coded);
  let word = '';
  while (reader.remaining > 0) {
    const shared = reader.byte();
    const more = reader.byte();
    let next = word.slice(0, shared);
    for (let i = 0; i < more; i += 1) next += String.fromCharCode(reader.varint());
    word = next;
    yield word;
  }
}
