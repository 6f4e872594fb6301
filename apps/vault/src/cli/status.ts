import { printable, style } from '@nexus/terminal';
import { type ApiClient, ApiError, createApiClient } from './api-client.ts';
import { defaultUrl, NotSignedInError, openSession } from './saved-session.ts';

type Health = { status: string; version: string };
type Status = {
  mode: 'evaluation' | 'production';
  rootKey: string;
  uptimeSeconds: number;
  memoryBytes: number;
  index: { bytes: number; segments: number; cells: number };
};
type Space = { id: string; name: string };
type Backups = {
  targets: { name: string; generations: { takenAt: string }[]; alarms: { level: string; code: string }[] }[];
};
type Counts = Record<'queued' | 'reading' | 'ready' | 'failed' | 'cancelled', number>;

/** `./nexus status`: whether the server lives; signed in, also how it does and what is being read. */
export async function status(options: { json: boolean }): Promise<number> {
  const session = await openSession().catch((error: unknown) => {
    if (error instanceof NotSignedInError) return null;
    throw error;
  });
  const url = session?.url ?? process.env['NEXUS_URL'] ?? defaultUrl;
  const health = await createApiClient(url, null).get<Health>('/health');
  if (!session) {
    console.log(
      options.json ? JSON.stringify({ url, ...health }) : `${style('green', '✓')} ${url} · ${health.version}`,
    );
    return 0;
  }
  const server = await session.client.get<Status>('/status');
  const { items } = await session.client.get<{ items: Space[] }>('/spaces');
  const spaces = await Promise.all(
    items.map(async ({ id, name }) => ({ id, name, ...(await session.client.get<Counts>(`/spaces/${id}/ingest`)) })),
  );
  const backups = await readBackups(session.client);
  if (options.json) {
    console.log(JSON.stringify({ url, ...health, ...server, spaces, backups }, null, 2));
    return 0;
  }
  const megabytes = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(0)} MB`;
  console.log(
    `${style('green', '✓')} ${url} · ${health.version} · ${Math.round(server.uptimeSeconds / 60)} min · ${megabytes(server.memoryBytes)}`,
  );
  console.log(
    style('dim', `  índice / index: ${server.index.segments} segmentos, ${megabytes(server.index.bytes)} en memoria`),
  );
  if (server.mode === 'evaluation')
    console.log(
      style('yellow', '  Evaluación: no la use con documentos reservados / evaluation: not for classified documents'),
    );
  if (server.rootKey === 'beside_data')
    console.log(
      style('yellow', '  La clave raíz está junto a los datos / the root key lies beside the data: evaluation.key'),
    );
  printBackups(backups);
  for (const space of spaces) {
    const waiting = space.queued + space.reading;
    const failed = space.failed > 0 ? style('yellow', `, ${space.failed} sin leer / not read`) : '';
    console.log(
      `  ${printable(space.name)}: ${space.ready} leídos / read${waiting > 0 ? `, ${waiting} en espera / waiting` : ''}${failed}`,
    );
  }
  return 0;
}

/** Null for those whom it is no business of. */
async function readBackups(client: ApiClient): Promise<Backups | null> {
  try {
    return await client.get<Backups>('/backups');
  } catch (error) {
    if (error instanceof ApiError && error.status === 403) return null;
    throw error;
  }
}

function printBackups(backups: Backups | null): void {
  if (!backups) return;
  if (backups.targets.length === 0) console.log(style('yellow', '  Sin copias de seguridad / no backups'));
  for (const { name, generations, alarms } of backups.targets) {
    const last = generations[0]?.takenAt ?? 'ninguna todavía / none yet';
    console.log(style('dim', `  copia / backup ${printable(name)}: ${last}`));
    for (const { level, code } of alarms)
      if (level === 'alarm') console.log(style('red', `  ✗ copia / backup ${printable(name)}: ${code}`));
  }
}
