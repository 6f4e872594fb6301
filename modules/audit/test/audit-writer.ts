import { createSealer, keyIdOf, systemSpaceId } from '@nexus/crypto';
import { type DatabaseCredentials, openDatabase } from '@nexus/db';
import { newId, type PersonActor, silentLogger, systemClock } from '@nexus/kernel';
import { createAuditModule } from '../src/index.ts';

// A process that records, sequences, extends the tree and signs until it is killed. Prints the object id of each entry after its commit.
const { credentials, actor, key } = JSON.parse(process.env['AUDIT_WRITER']!) as {
  credentials: DatabaseCredentials;
  actor: PersonActor;
  /** Of the system, in hex. */
  key: string;
};
const spaceKey = Buffer.from(key, 'hex');
const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
const database = openDatabase(credentials, { logger: silentLogger });
const audit = createAuditModule({ database, clock: systemClock, logger: silentLogger, sealer });

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

async function signForever(): Promise<void> {
  for (;;) {
    await audit.log.tree.extendOnce();
    await audit.log.checkpointer.sign();
  }
}

await Promise.all([writeForever(), writeForever(), writeForever(), sequenceForever(), signForever()]);
