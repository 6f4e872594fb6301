import { randomBytes } from 'node:crypto';
import { createSealer, generateKey, keyIdOf } from '../src/index.ts';

// Microseconds per call on one core: `node packages/crypto/bench/seal.ts`. A query unseals 50 passages and blinds a handful of terms.
const spaceKey = generateKey();
const sealer = createSealer({ spaceId: 'bench', spaceKey, keyId: keyIdOf(spaceKey) });
const passage = randomBytes(600);
const contexts = Array.from({ length: 5000 }, (_, index) => ({ kind: 'passage', objectId: `p${index}` }));
const sealed = contexts.map((context) => sealer.seal(context, passage));
const blob = randomBytes(64 * 1024 * 1024);

function report(name: string, calls: number, call: (index: number) => unknown): void {
  for (let index = 0; index < 5000; index += 1) call(index);
  const rounds = Array.from({ length: 5 }, () => {
    const start = performance.now();
    for (let index = 0; index < calls; index += 1) call(index);
    return ((performance.now() - start) * 1000) / calls;
  }).sort((a, b) => a - b);
  console.log(`${name.padEnd(28)} ${rounds[2]!.toFixed(2)} us`);
}

report('seal 600 bytes', 20_000, (index) => sealer.seal(contexts[index % 5000]!, passage));
report('open 600 bytes', 20_000, (index) => sealer.open(contexts[index % 5000]!, sealed[index % 5000]!));
report('open 50 passages', 500, (index) => {
  for (let at = 0; at < 50; at += 1) sealer.open(contexts[(index + at) % 5000]!, sealed[(index + at) % 5000]!);
});
report('blind a term', 50_000, (index) => sealer.blindTerm(`término${index}`));

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < blob.length; at += 65_536) yield blob.subarray(at, at + 65_536);
}
const start = performance.now();
const stored = await Array.fromAsync(sealer.sealStream({ kind: 'blob', objectId: 'b' }, pieces()));
const sealedAt = performance.now();
for await (const _ of sealer.openStream(
  { kind: 'blob', objectId: 'b' },
  (async function* () {
    yield* stored;
  })(),
)) {
  // Opening is the measure.
}
const mebibytes = blob.length / 2 ** 20;
console.log(`seal stream ${Math.round((mebibytes * 1000) / (sealedAt - start))} MiB/s`);
console.log(`open stream ${Math.round((mebibytes * 1000) / (performance.now() - sealedAt))} MiB/s`);
