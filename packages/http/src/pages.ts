import { z } from 'zod';

/** Query of every list: `cursor` as the page before gave it, `limit` 1 to 200 (50). */
export const PageQuery = z.object({
  cursor: z.string().max(2000).optional().describe('`nextCursor` of the page before; left out for the first page'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export type PageQuery = z.infer<typeof PageQuery>;

/** Response of every list. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Null on the last page'),
  });
}

/** RFC 3339 with zone. Views write it with `Date.toISOString()`. */
export const Timestamp = z.iso.datetime({ offset: true });
