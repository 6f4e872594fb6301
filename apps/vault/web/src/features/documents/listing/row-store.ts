import { plainText } from '@nexus/kernel/plain-text';
import type { LabelView } from '../../../app/labels/labels.queries.ts';
import {
  type DocumentRow,
  type Filter,
  isPartlyRead,
  qualityOf,
  type Sort,
  type SortColumn,
  sortColumns,
  sortKeyOf,
  states,
} from '../../../app/listing/document-rows.ts';

/** What may fill a page's memory; the server sends no more. */
export const maxRows = 200_000;

export type RowStore = ReturnType<typeof createRowStore>;

/**
 * The documents of a space in the browser: names are sealed on the server, so sorting and filtering happen here. An order is made once for each
 * column and kept until rows change; a filter is then one pass over it. O(n log n) for an order, O(n) for everything else; some 60 MB at 200,000 rows.
 */
export function createRowStore() {
  const rows: DocumentRow[] = [];
  /** Beside the rows: what a name is sorted by, and what a text is looked for in. */
  const nameKeys: string[] = [];
  const searchKeys: string[] = [];
  const position = new Map<string, number>();
  const folders = new Map<string, string>();
  const people = new Map<string, string>();
  const labels = new Map<string, LabelView>();
  const orders = new Map<SortColumn, Int32Array>();
  /** Kept when other orders go: sorting names is the dear one, and a list that is nearly sorted is sorted anew in one pass. */
  let nameOrder: Int32Array = new Int32Array(0);
  let ageOrder: Int32Array | null = null;

  function addFolders(pairs: readonly (readonly [string, string])[]): void {
    for (const [id, path] of pairs) folders.set(id, path);
  }

  function addPeople(pairs: readonly (readonly [string, string])[]): void {
    for (const [id, name] of pairs) {
      if (people.get(id) === name) continue;
      people.set(id, name);
      orders.delete('person');
    }
  }

  function addLabels(shown: readonly LabelView[]): void {
    for (const label of shown) {
      const known = labels.get(label.id);
      labels.set(label.id, label);
      if (labelKey(known) !== labelKey(label)) orders.delete('label');
    }
  }

  /** New rows are added, known ones replaced. Folders that they name must be known by then. */
  function put(changed: readonly DocumentRow[]): void {
    if (changed.length === 0) return;
    let namesChanged = false;
    for (const row of changed) {
      const at = position.get(row.id) ?? rows.length;
      if (at >= maxRows) continue;
      const known = rows[at];
      if (known?.fileName !== row.fileName || known.folderId !== row.folderId) {
        nameKeys[at] = sortKeyOf(row.fileName);
        searchKeys[at] = plainText(`${folderPath(row.folderId)}/${row.fileName}`);
        namesChanged = true;
      }
      rows[at] = row;
      position.set(row.id, at);
    }
    orders.clear();
    ageOrder = null;
    if (!namesChanged) orders.set('name', nameOrder);
  }

  function folderPath(folderId: string | null): string {
    return folderId === null ? '' : (folders.get(folderId) ?? '');
  }

  function orderOf(column: SortColumn): Int32Array {
    const known = orders.get(column);
    if (known) return known;
    const order = column === 'name' ? orderNames() : orderNumbers(keysOf(column));
    orders.set(column, order);
    return order;
  }

  function orderNames(): Int32Array {
    const order = Array.from(nameOrder);
    for (let i = order.length; i < rows.length; i += 1) order.push(i);
    order.sort((a, b) => {
      const [x, y] = [nameKeys[a]!, nameKeys[b]!];
      if (x !== y) return x < y ? -1 : 1;
      return newestFirst(a, b);
    });
    nameOrder = Int32Array.from(order);
    return nameOrder;
  }

  /** Key and age in one number each, so that the numbers are compared and not the rows: ten times as quick. */
  function orderNumbers(keys: Float64Array): Int32Array {
    const byAge = orderByAge();
    const { length } = byAge;
    const distinct = Float64Array.from(new Set(keys)).sort();
    const rank = new Map(Array.from(distinct, (key, i) => [key, i]));
    const packed = Float64Array.from(byAge, (at, age) => rank.get(keys[at]!)! * length + age).sort();
    return Int32Array.from(packed, (number) => byAge[number % length]!);
  }

  /** What is equal comes from new to old, as rows mostly arrive. */
  function orderByAge(): Int32Array {
    ageOrder ??= Int32Array.from(Array.from(rows.keys()).sort(newestFirst));
    return ageOrder;
  }

  function newestFirst(a: number, b: number): number {
    const [x, y] = [rows[a]!, rows[b]!];
    return y.createdAtMs - x.createdAtMs || (x.id < y.id ? 1 : -1);
  }

  function keysOf(column: Exclude<SortColumn, 'name'>): Float64Array {
    const keys = new Float64Array(rows.length);
    const rank = isTextColumn(column) ? rankOf(textsOf(column)) : null;
    rows.forEach((row, i) => {
      if (column === 'state') keys[i] = stateRank(row);
      else if (column === 'parts') keys[i] = row.parts ?? -1;
      else if (column === 'quality') keys[i] = qualityOf(row);
      else if (column === 'date') keys[i] = row.createdAtMs;
      else if (column === 'size') keys[i] = row.sizeBytes;
      else keys[i] = rank!.get(textOf(row, column)) ?? -1;
    });
    return keys;
  }

  function textOf(row: DocumentRow, column: TextColumn): string {
    if (column === 'label') return labelKey(labels.get(row.labelId));
    if (column === 'person') return row.createdBy === null ? '' : (people.get(row.createdBy) ?? '');
    return row[column] ?? '';
  }

  function textsOf(column: TextColumn): Set<string> {
    return new Set(rows.map((row) => textOf(row, column)));
  }

  /** Positions of the rows that pass the filter, in order. */
  function view(filter: Filter, sort: Sort): Int32Array {
    const order = orderOf(sort.column);
    const passes = filterOf(filter);
    const found = new Int32Array(order.length);
    let count = 0;
    for (let i = 0; i < order.length; i += 1) {
      const at = order[sort.isDescending ? order.length - 1 - i : i]!;
      if (passes(at)) {
        found[count] = at;
        count += 1;
      }
    }
    return found.subarray(0, count);
  }

  function filterOf({ state, format, folderId, label, name }: Filter): (at: number) => boolean {
    const words = plainText(name ?? '')
      .split(/\s+/)
      .filter((word) => word !== '');
    const inside = folderId === undefined ? null : foldersBelow(folderId);
    return (at) => {
      const row = rows[at]!;
      if (state === 'partial' ? !isPartlyRead(row) : state !== undefined && row.state !== state) return false;
      if (format !== undefined && row.format !== format) return false;
      if (label === 'suggested' ? !row.hasSuggestion : label !== undefined && row.labelId !== label) return false;
      if (inside && (row.folderId === null || !inside.has(row.folderId))) return false;
      return words.every((word) => searchKeys[at]!.includes(word));
    };
  }

  function foldersBelow(folderId: string): Set<string> {
    const path = folders.get(folderId);
    if (path === undefined) return new Set([folderId]);
    const inside = [...folders].filter(([, other]) => other === path || other.startsWith(`${path}/`));
    return new Set(inside.map(([id]) => id));
  }

  return {
    put,
    addFolders,
    addPeople,
    addLabels,
    view,
    /** Makes an order before somebody asks for it; true while there are more to make. */
    prepareOrder(): boolean {
      const missing = sortColumns.find((column) => !orders.has(column));
      if (missing) orderOf(missing);
      return missing !== undefined;
    },
    folderPath,
    personName: (personId: string | null) => (personId === null ? null : (people.get(personId) ?? null)),
    labelOf: (labelId: string): LabelView | undefined => labels.get(labelId),
    /** What the given rows carry, each label once. */
    labelsOf(view: Int32Array): LabelView[] {
      const ids = new Set<string>();
      let before = '';
      for (const at of view) {
        const { labelId } = rows[at]!;
        // Most carry the same as their neighbour.
        if (labelId !== before) ids.add(labelId);
        before = labelId;
      }
      return [...ids].flatMap((id) => labels.get(id) ?? []);
    },
    at: (index: number): DocumentRow => rows[index]!,
    find: (id: string): DocumentRow | undefined => rows[position.get(id) ?? -1],
    /** Where a row is kept; it stays there. */
    positionOf: (id: string): number | undefined => position.get(id),
    all: (): readonly DocumentRow[] => rows,
    folderList: (): { id: string; path: string }[] =>
      [...folders].map(([id, path]) => ({ id, path })).sort((a, b) => (plainText(a.path) < plainText(b.path) ? -1 : 1)),
    get size() {
      return rows.length;
    },
  };
}

type TextColumn = 'label' | 'format' | 'language' | 'person';

function isTextColumn(column: SortColumn): column is TextColumn {
  return column === 'label' || column === 'format' || column === 'language' || column === 'person';
}

/** Higher levels after lower ones, and by their words within a level. */
function labelKey(label: LabelView | undefined): string {
  return label ? `${String(label.rank).padStart(4, '0')} ${label.text}` : '';
}

/** What needs attention first. */
function stateRank(row: DocumentRow): number {
  if (isPartlyRead(row)) return 1.5;
  return [2, 3, 5, 1, 4, 6][states.indexOf(row.state)]!;
}

function rankOf(texts: ReadonlySet<string>): Map<string, number> {
  const sorted = [...texts].sort((a, b) => (plainText(a) < plainText(b) ? -1 : 1));
  return new Map(sorted.map((text, i) => [text, i]));
}
