import type { Block, PartKind, PartQuality } from '../../contract.ts';

/** Keeps the quality record of each part while a document is read, and hands each over once. */
export type PartTally = {
  add(block: Block): void;
  note(part: number, note: string): void;
  name(part: number, name: string): void;
  characters(): number;
  /** Records of the parts before `before` that were not handed over yet; with `last`, every part up to it, empty ones too. */
  finished(before: number, last?: number): PartQuality[];
};

type Entry = { characters: number; notes: Map<string, number>; name?: string };

export function createPartTally(kind: PartKind): PartTally {
  const entries = new Map<number, Entry>();
  let next = 1;
  let characters = 0;
  const entry = (part: number): Entry => {
    let found = entries.get(part);
    if (found === undefined) {
      found = { characters: 0, notes: new Map() };
      entries.set(part, found);
    }
    return found;
  };
  return {
    add(block) {
      entry(block.place.part).characters += block.text.length;
      characters += block.text.length;
    },
    note(part, note) {
      const { notes } = entry(part);
      notes.set(note, (notes.get(note) ?? 0) + 1);
    },
    name(part, name) {
      entry(part).name = name;
    },
    characters: () => characters,
    finished(before, last = before - 1) {
      const done: PartQuality[] = [];
      for (; next < before && next <= last; next += 1) {
        const { characters: count, notes, name } = entry(next);
        const unread = count === 0 && notes.size > 0;
        const texts = [...notes].map(([note, times]) => (times > 1 ? `${note} (${times})` : note));
        done.push({
          part: next,
          kind,
          ...(name === undefined ? {} : { name }),
          method: count > 0 ? 'text' : unread ? 'unread' : 'empty',
          characters: count,
          ...(texts.length === 0 ? {} : { notes: texts }),
        });
        entries.delete(next);
      }
      return done;
    },
  };
}
