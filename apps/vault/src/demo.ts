import { createReadStream } from 'node:fs';
import type { AnsweredQuestion } from '@nexus/answers';
import type { PersonActor } from '@nexus/kernel';
import type { Vault } from './compose.ts';
import { findFiles } from './folder/find-files.ts';

export type DemoProgress = { done: number; total: number; failed: number };

export type Demo = { spaceId: string; person: PersonActor };

const sampleSpaceName = 'Obra pública de ejemplo · Sample public works';

/** The space of our own sample documents, made at the first run and found at the later ones. */
export async function ensureSampleSpace(vault: Vault): Promise<Demo> {
  const person = await vault.accounts.service.createLocalPerson({ name: 'Persona de ejemplo', kind: 'demo' });
  const known = await vault.spaces.service.list(person);
  const existing = known.find((space) => space.name === sampleSpaceName);
  const spaceId =
    existing?.id ??
    (await vault.spaces.service.createBySystem('demo', { name: sampleSpaceName, ownerId: person.personId }));
  return { spaceId, person };
}

/** Uploads the sample folder; what is there already is recognised by its content and not stored again. */
export async function loadSamples(
  vault: Vault,
  { spaceId, person }: Demo,
  folder: string,
  onProgress: (progress: DemoProgress) => void,
): Promise<DemoProgress> {
  const files = await findFiles(folder);
  for (const file of files) {
    await vault.documents.upload({ job: 'demo' }, { spaceId, path: file.path, bytes: createReadStream(file.absolute) });
  }
  while (true) {
    const counts = await vault.documents.service.countByState(person, spaceId);
    const waiting = counts.queued + counts.reading;
    const settled = counts.ready + counts.failed + counts.cancelled;
    const progress = { done: settled, total: settled + waiting, failed: counts.failed };
    onProgress(progress);
    if (waiting === 0) return progress;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function askSample(vault: Vault, { spaceId, person }: Demo, text: string): Promise<AnsweredQuestion> {
  return vault.answers.askQuestion(person, { text, spaceIds: [spaceId] });
}
