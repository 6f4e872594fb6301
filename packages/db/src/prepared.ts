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

const explanations = new WeakMap<object, (error: unknown) => unknown>();

/**
 * The same without waiting for the answer: for a statement that gives nothing back and that the transaction stands or falls with. It is sent at once; when it
 * fails, so does the next statement or the commit, with what `explain` makes of its error. One round trip less.
 */
export async function runAlongside(
  tx: QueryExecutorProvider,
  name: string,
  statement: RawBuilder<unknown>,
  explain: (error: unknown) => unknown = (error) => error,
): Promise<void> {
  const compiled = statement.compile(tx);
  names.set(compiled, name);
  explanations.set(compiled, explain);
  await tx.getExecutor().executeQuery(compiled);
}

/** Set for a statement that nobody waits for. */
export function explanationOf(compiled: CompiledQuery): ((error: unknown) => unknown) | undefined {
  return explanations.get(compiled);
}

export function preparedNameOf(compiled: CompiledQuery): string | undefined {
  return names.get(compiled);
}
