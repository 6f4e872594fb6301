import { readAll, setUp } from './vault-fixture.ts';
import { spawnVault } from './vault-process.ts';

/** What the test of work without a network runs in its namespace: a server in a process of its own, one file in, one question out. */
const dataDir = process.argv[2];
if (dataDir === undefined) throw new Error('Usage: offline-journey.ts <data folder>');
const server = await spawnVault(dataDir);
try {
  const client = await setUp(server, 'ana@example.org');
  const { id } = await client.post<{ id: string }>('/spaces', { name: 'Sin red' });
  await client.upload(id, 'aval.txt', new Blob(['El banco Ficticio emitió el aval AV-2024-00391 por 12.000 euros.']));
  await client.upload(
    id,
    'enlace.html',
    new Blob([
      '<html><body><p>Foto de obra.</p><img src="https://example.org/x.png"><script src="https://example.org/x.js"></script></body></html>',
    ]),
  );
  await readAll(client, id, 120_000);
  const answer = await client.post<{ outcome: string }>('/questions', {
    text: '¿Qué banco emitió el aval AV-2024-00391?',
  });
  console.log(answer.outcome);
} finally {
  await server.stop();
}
