import { expect, test } from 'vitest';
import type { DocumentRow } from '../../app/listing/document-rows.ts';
import { createRowStore } from './listing/row-store.ts';
import { orderOf } from './view-order.ts';

const row = (id: string, fileName: string) => ({ id, fileName, folderId: null, createdAtMs: 0 }) as DocumentRow;

test('an order gives ids by place and places by id; what is filtered away or came later has none', () => {
  const store = createRowStore();
  store.put([row('b', 'acta 2'), row('a', 'acta 1'), row('x', 'plano')]);
  const order = orderOf(store, store.view({ name: 'acta' }, { column: 'name', isDescending: false }));
  expect([order.length, order.idAt(0), order.idAt(1)]).toEqual([2, 'a', 'b']);
  expect(['a', 'b', 'x', 'nobody'].map((id) => order.indexOf(id))).toEqual([0, 1, -1, -1]);
  store.put([row('c', 'acta 3')]);
  expect(['b', 'c'].map((id) => order.indexOf(id))).toEqual([1, -1]);
});
