import type { SourceBlock } from './passage.ts';

type Heading = { level: number; text: string; block: SourceBlock; number: number; used: boolean };

/** The headings above the point that was reached. */
export type HeadingPath = {
  /** Enters a heading; gives the headings that it closes without any text ever having stood under them. */
  enter(block: SourceBlock, number: number): { block: SourceBlock; number: number; headings: string[] }[];
  /** Texts, outermost first; marks them as having text below. */
  use(): string[];
  /** Closes everything. */
  leave(): { block: SourceBlock; number: number; headings: string[] }[];
};

export function createHeadingPath(): HeadingPath {
  let path: Heading[] = [];

  function closeFrom(depth: number): { block: SourceBlock; number: number; headings: string[] }[] {
    const closed = path.slice(depth);
    // Only the innermost of a chain of bare headings is told of; the outer ones are in its heading path.
    const bare = closed.length > 0 && !closed[closed.length - 1]!.used ? closed[closed.length - 1] : undefined;
    const above = path.slice(0, -1).map((heading) => heading.text);
    path = path.slice(0, depth);
    if (!bare) return [];
    for (const heading of path) heading.used = true;
    return [{ block: bare.block, number: bare.number, headings: above }];
  }

  return {
    enter(block, number) {
      const level = block.level ?? 1;
      const depth = path.findIndex((heading) => heading.level >= level);
      const closed = depth < 0 ? [] : closeFrom(depth);
      path.push({ level, text: block.text.trim(), block, number, used: false });
      return closed;
    },
    use() {
      for (const heading of path) heading.used = true;
      return path.map((heading) => heading.text).filter((text) => text !== '');
    },
    leave: () => closeFrom(0),
  };
}
