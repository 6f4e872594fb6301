import type { CompiledQuery, QueryExecutorProvider, RawBuilder } from 'kysely';

const names = new WeakMap<object, string>();

/**
 * Runs a statement that each connection parses and plans once instead of every time, which for a statement under policies is most of its cost: for the few
 * that every request makes, and whose best plan depends on no value. One name, one text. Through a pooler, where connections are not ours, it runs like any
 * other.
 */
export async function runPrepared<Row>(
  tx: QueryExecutorProvider,
  name: string,
  statement: RawBuilder<Row>,
): Promise<Row[]> {
  const compiled = statement.compile(tx);
  names.set(compiled, name);
  return (await tx.getExecutor().executeQuery<Row>(compiled)).rows;
}

export function preparedNameOf(compiled: CompiledQuery): string | undefined {
  return names.get(compiled);
}
