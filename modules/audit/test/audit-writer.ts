import { type DatabaseCredentials, openDatabase } from '@nexus/db';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { createAuditModule } from '../src/index.ts';

// A process that records and sequences until it is killed. Prints the object id of each entry after its commit.
const { credentials, actor } = JSON.parse(process.env['AUDIT_WRITER']!) as {
  credentials: DatabaseCredentials;
  actor: PersonActor;
};
const database = openDatabase(credentials, { logger: silentLogger });
const audit = createAuditModule({ database, clock: systemClock, logger: silentLogger });

async function writeForever(): Promise<void> {
  for (;;) {
    const id = newId();
    await database.withActor(actor, (tx) =>
      audit.service.record(tx, {
        actor,
        action: 'document.read',
        outcome: 'success',
        objects: [{ kind: 'document', id }],
      }),
    );
    process.stdout.write(`${id}\n`);
  }
}

async function sequenceForever(): Promise<void> {
  for (;;) await audit.sequencer.sequenceOnce();
}

await Promise.all([writeForever(), writeForever(), writeForever(), sequenceForever()]);
