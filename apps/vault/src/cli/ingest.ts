import { openAsBlob } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createProgressLine, printable, style } from '@nexus/terminal';
import { type FoundFile, findFiles } from '../folder/find-files.ts';
import { type ApiClient, ApiError } from './api-client.ts';
import { exitCodes, untilInterrupted } from './exit-codes.ts';
import { isRefusal } from './explain-error.ts';
import { findLabelId } from './labels-by-text.ts';
import { openSession } from './saved-session.ts';
import { findOrCreateSpace, findSpace } from './spaces-by-name.ts';

export type IngestOptions = {
  space: string;
  /** As on a banner line, such as `CONFIDENCIAL//JURÍDICO`; the space's default without it. */
  label?: string | undefined;
  create: boolean;
  wait: boolean;
  json: boolean;
};

type Counts = { queued: number; reading: number; ready: number; failed: number };
type Refused = { path: string; message: string };

const atOnce = 4;

/**
 * `./nexus ingest <folder> --space <name>`: uploads a folder with its structure, then follows the reading. Safe to repeat and to interrupt: what
 * the server has already is known by its content, and `--create` makes no second space of the same name.
 */
export async function ingest(folder: string, options: IngestOptions): Promise<number> {
  const { client } = await openSession();
  const space = options.create
    ? await findOrCreateSpace(client, options.space)
    : await findSpace(client, options.space);
  const labelId = options.label ? await findLabelId(client, options.label) : undefined;
  const files = await findFiles(resolve(folder));
  const before = await client.get<Counts>(`/spaces/${space.id}/ingest`);
  const { outcomes, refused } = await uploadAll(client, { spaceId: space.id, labelId }, files);
  const counts = options.wait ? await follow(client, space.id) : await client.get<Counts>(`/spaces/${space.id}/ingest`);
  if (options.json) {
    console.log(JSON.stringify({ space: space.id, files: files.length, ...outcomes, refused, counts }, null, 2));
  } else {
    console.log(
      `${style('green', '✓')} ${space.name}: ${outcomes.created} nuevos / new, ${outcomes.version} versiones / versions, ${outcomes.place} en otro lugar / elsewhere too, ${outcomes.duplicate} ya estaban / known`,
    );
    console.log(
      `  ${counts.ready} leídos / read, ${counts.failed} sin leer / not read, ${counts.queued + counts.reading} en espera / waiting`,
    );
    for (const { path, message } of refused) console.error(style('yellow', `  ${printable(path)}: ${message}`));
    if (counts.failed > 0) await printUnread(client, space.id);
  }
  // Failures of earlier runs are shown, but are not this run's.
  return refused.length > 0 || counts.failed > before.failed ? exitCodes.failed : exitCodes.done;
}

async function uploadAll(
  client: ApiClient,
  { spaceId, labelId }: { spaceId: string; labelId: string | undefined },
  files: readonly FoundFile[],
) {
  const progress = createProgressLine();
  const outcomes = { created: 0, version: 0, place: 0, duplicate: 0 };
  const refused: Refused[] = [];
  let done = 0;
  const queue = files.values();
  async function work() {
    for (const { path, absolute } of queue) {
      try {
        const { outcome } = await client.upload(spaceId, path, await openAsBlob(absolute), labelId);
        outcomes[outcome as keyof typeof outcomes] += 1;
      } catch (error) {
        // Of one file only: what is wrong with the session, the space or the server is wrong for every other file too.
        const isOfOneFile =
          error instanceof ApiError && error.status < 500 && error.status !== 404 && !isRefusal(error);
        if (!isOfOneFile) throw error;
        refused.push({ path, message: error.message });
      }
      done += 1;
      progress.show(`Sube / uploading ${done}/${files.length} · ${printable(path)}`, done / files.length);
    }
  }
  await untilInterrupted(Promise.all(Array.from({ length: atOnce }, work)), () => {
    progress.clear();
    return `Interrumpido: ${done} de ${files.length} subidos; la misma orden sigue donde quedó. / Interrupted: ${done} of ${files.length} uploaded; the same command goes on from there.`;
  });
  progress.clear();
  return { outcomes, refused };
}

function follow(client: ApiClient, spaceId: string): Promise<Counts> {
  const progress = createProgressLine();
  return untilInterrupted(watch(client, spaceId, progress), () => {
    progress.clear();
    return 'Todo está subido y el servidor lo sigue leyendo: ./nexus status. / Everything is uploaded and the server reads on.';
  });
}

async function watch(
  client: ApiClient,
  spaceId: string,
  progress: ReturnType<typeof createProgressLine>,
): Promise<Counts> {
  while (true) {
    const counts = await client.get<Counts>(`/spaces/${spaceId}/ingest`);
    const waiting = counts.queued + counts.reading;
    const total = waiting + counts.ready + counts.failed;
    progress.show(`Lee / reading ${total - waiting}/${total}`, total === 0 ? null : (total - waiting) / total);
    if (waiting === 0) {
      progress.clear();
      return counts;
    }
    await wait(400);
  }
}

type Unread = { fileName: string; folderPath: string; reason: { es: string } | null };

/** What was not read is said with its reason, the newest first. */
async function printUnread(client: ApiClient, spaceId: string): Promise<void> {
  const { items, nextCursor } = await client.get<{ items: Unread[]; nextCursor: string | null }>(
    `/spaces/${spaceId}/documents?state=failed&limit=50`,
  );
  for (const { fileName, folderPath, reason } of items) {
    const path = [folderPath, fileName].filter(Boolean).join('/');
    console.error(`${style('yellow', `  ${printable(path)}`)}: ${reason?.es ?? ''}`);
  }
  if (nextCursor) console.error(style('dim', '  …'));
}
