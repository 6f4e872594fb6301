/** Which documents are chosen, and the one that the keyboard is on. Ids, so that it survives sorting and new documents. */
export type Selection = {
  chosen: ReadonlySet<string>;
  /** Where the keyboard is. */
  active: string | null;
  /** Where a range with Shift begins. */
  anchor: string | null;
};

export const nothingSelected: Selection = { chosen: new Set(), active: null, anchor: null };

/** The ids in their present order: length, and the one at a place. */
export type Order = { length: number; idAt(index: number): string; indexOf(id: string): number };

export function toggle(selection: Selection, id: string): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { chosen, active: id, anchor: id };
}

/** Everything between the anchor and `id` is chosen besides what already was. */
export function extendTo(selection: Selection, id: string, order: Order): Selection {
  const anchor = selection.anchor ?? selection.active ?? id;
  const [from, to] = [order.indexOf(anchor), order.indexOf(id)];
  if (from < 0 || to < 0) return toggle(selection, id);
  const chosen = new Set(selection.chosen);
  for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) chosen.add(order.idAt(at));
  return { chosen, active: id, anchor };
}

/** Moves the keyboard's place by so many rows, or to an end with plus or minus infinity. */
export function move(selection: Selection, by: number, order: Order, isExtending: boolean): Selection {
  if (order.length === 0) return selection;
  const at = selection.active === null ? -1 : order.indexOf(selection.active);
  const from = at < 0 && by < 0 ? order.length : at;
  const id = order.idAt(Math.max(0, Math.min(order.length - 1, from + by)));
  if (isExtending) return extendTo({ ...selection, anchor: selection.anchor ?? selection.active }, id, order);
  return { ...selection, active: id, anchor: null };
}

export function chooseAll(selection: Selection, order: Order): Selection {
  return { ...selection, chosen: new Set(Array.from({ length: order.length }, (_, at) => order.idAt(at))) };
}
