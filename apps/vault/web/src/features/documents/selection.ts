/** The ids in their present order: length, the one at a place, and the place of one; -1 for what is not in it. */
export type Order = { length: number; idAt(index: number): string; indexOf(id: string): number };

/**
 * The chosen documents, by id, so that they survive sorting and new documents: those that are named; or all of the order that was listed when
 * everything was chosen, but those that are named. A hundred thousand are chosen without a hundred thousand entries.
 */
export type Chosen = { allOf: Order | null; ids: ReadonlySet<string> };

/** Which documents are chosen, and the one that the keyboard is on. */
export type Selection = {
  chosen: Chosen;
  /** Where the keyboard is. */
  active: string | null;
  /** Where a range with Shift begins. */
  anchor: string | null;
};

const nothing: Chosen = { allOf: null, ids: new Set() };

export const nothingSelected: Selection = { chosen: nothing, active: null, anchor: null };

export function countOf({ allOf, ids }: Chosen): number {
  return allOf ? allOf.length - ids.size : ids.size;
}

export function isChosen({ allOf, ids }: Chosen, id: string): boolean {
  return allOf ? !ids.has(id) && allOf.indexOf(id) >= 0 : ids.has(id);
}

export function* idsOf({ allOf, ids }: Chosen): Generator<string> {
  if (!allOf) return yield* ids;
  for (let at = 0; at < allOf.length; at += 1) {
    const id = allOf.idAt(at);
    if (!ids.has(id)) yield id;
  }
}

export function toggle(selection: Selection, id: string): Selection {
  return { chosen: change(selection.chosen, id, !isChosen(selection.chosen, id)), active: id, anchor: id };
}

/** Everything between the anchor and `id` is chosen besides what already was. */
export function extendTo(selection: Selection, id: string, order: Order): Selection {
  const anchor = selection.anchor ?? selection.active ?? id;
  const [from, to] = [order.indexOf(anchor), order.indexOf(id)];
  if (from < 0 || to < 0) return toggle(selection, id);
  const chosen = new Set(idsOf(selection.chosen));
  for (let at = Math.min(from, to); at <= Math.max(from, to); at += 1) chosen.add(order.idAt(at));
  return { chosen: { allOf: null, ids: chosen }, active: id, anchor };
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
  return { ...selection, chosen: { allOf: order, ids: new Set() } };
}

export function chooseNone(selection: Selection): Selection {
  return { ...selection, chosen: nothing };
}

function change(chosen: Chosen, id: string, isIn: boolean): Chosen {
  const { allOf, ids } = chosen;
  // What was not listed when everything was chosen cannot be taken from its exceptions.
  if (allOf && allOf.indexOf(id) < 0) return { allOf: null, ids: new Set(idsOf(chosen)).add(id) };
  const changed = new Set(ids);
  if (isIn === (allOf === null)) changed.add(id);
  else changed.delete(id);
  return { allOf, ids: changed };
}
