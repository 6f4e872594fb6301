import { sql } from 'kysely';
import type { AnyTx } from '../keys.repository.ts';

export type SelfTestRow = {
  id: string;
  name: string;
  outcome: 'passed' | 'failed';
  detail: Record<string, unknown>;
  ranAt: Date;
};

const keptPerTest = 200;

export async function insertSelfTests(tx: AnyTx, rows: readonly SelfTestRow[]): Promise<void> {
  for (const { id, name, outcome, detail, ranAt } of rows) {
    await sql`insert into self_tests (id, name, outcome, detail, ran_at)
      values (${id}, ${name}, ${outcome}, ${JSON.stringify(detail)}::jsonb, ${ranAt})`.execute(tx);
    await sql`delete from self_tests where name = ${name}
      and id not in (select id from self_tests where name = ${name} order by ran_at desc limit ${keptPerTest})`.execute(
      tx,
    );
  }
}

/** The newest result of each test. */
export async function listLatestSelfTests(tx: AnyTx): Promise<SelfTestRow[]> {
  const { rows } = await sql<SelfTestRow>`
    select distinct on (name) id, name, outcome, detail, ran_at as "ranAt" from self_tests order by name, ran_at desc`.execute(
    tx,
  );
  return rows;
}

/** In the place of the one before. */
export async function replaceCanary(tx: AnyTx, id: string, content: Buffer): Promise<void> {
  await sql`delete from self_test_canaries`.execute(tx);
  await sql`insert into self_test_canaries (id, content) values (${id}, ${content})`.execute(tx);
}
