import { newId, silentLogger, systemClock } from '@nexus/kernel';
import { sql } from 'kysely';
import { createAuditModule } from '../src/index.ts';
import { createAuditTestDatabase, sealer } from '../test/audit-database.ts';

// What the log costs: `node modules/audit/bench/record.ts`. The first two lines differ by one staged entry and nothing else.
const db = await createAuditTestDatabase();
const audit = createAuditModule({ database: db.database, clock: systemClock, logger: silentLogger, sealer });
await db.asOwner('create table things (id uuid primary key)');
await db.asOwner('grant insert on things to nexus_app');
const actor = await db.person('auditor');
const considered = Array.from({ length: 50 }, () => `${newId()}.7`);

const question = () => ({
  actor,
  action: 'question.asked' as const,
  outcome: 'success' as const,
  objects: [{ kind: 'question', id: newId() }],
  details: { questionHash: 'ab'.repeat(32), considered, cited: considered.slice(0, 3), excludedByPolicy: 0 },
});

async function report(name: string, calls: number, call: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let n = 0; n < calls; n += 1) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)]!.toFixed(2);
  console.log(`${name.padEnd(46)} p50 ${at(0.5)} ms  p99 ${at(0.99)} ms`);
}

const insertThing = sql`insert into things values (${sql.raw('uuidv7()')})`;
for (const round of ['cold', 'warm']) {
  await report(`action alone, committed (${round})`, 500, () =>
    db.database.withActor(actor, (tx) => insertThing.execute(tx)),
  );
  await report(`action with a question's entry (${round})`, 500, () =>
    db.database.withActor(actor, async (tx) => {
      await insertThing.execute(tx);
      await audit.service.record(tx, question());
    }),
  );
}

await db.asOwner(`insert into audit_staged (entry)
  select convert_to(jsonb_build_object('v', 1, 'id', uuidv7(), 'time', '2026-01-01T00:00:00.000Z', 'actor',
    jsonb_build_object('kind', 'person', 'personId', uuidv7(), 'sessionId', uuidv7()), 'action', 'document.read', 'outcome', 'success',
    'objects', jsonb_build_array(jsonb_build_object('kind', 'document', 'id', uuidv7())))::text, 'UTF8')
  from generate_series(1, 200000)`);
const start = performance.now();
let moved = 0;
for (;;) {
  const more = await audit.sequencer.sequenceOnce();
  if (more === 0) break;
  moved += more ?? 0;
}
console.log(`sequenced ${moved} entries, ${Math.round((moved * 1000) / (performance.now() - start))} a second`);
const [size] = await db.asOwner(`select sum(pg_total_relation_size(inhrelid)) / ${moved} as bytes from pg_inherits
  where inhparent = 'audit_entries'::regclass`);
console.log(`on disk ${Math.round(Number(size!['bytes']))} bytes an entry, indexes included`);

await db.asOwner('analyze audit_entries');
const page = { limit: 50 };
await report('auditor: newest page of 200,000', 50, () => audit.service.listEntries(actor, {}, page));
await report('auditor: by person', 50, () => audit.service.listEntries(actor, { personId: actor.personId }, page));
await report('auditor: by object', 50, () => audit.service.listEntries(actor, { objectId: newId() }, page));
await report('auditor: refusals (none)', 50, () => audit.service.listEntries(actor, { outcome: 'denied' }, page));
await report('own activity', 50, () => audit.service.listActivity(actor, page));
await db.close();
