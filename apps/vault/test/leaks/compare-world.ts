import { isDeepStrictEqual } from 'node:util';
import { type Probe, probesFor } from './probes.ts';
import { secretsFrom, viewOf } from './reference-model.ts';
import { type Cast, closeWorld, openWorld, takeStep, type World } from './world.ts';
import type { WorldLabels } from './world-labels.ts';
import type { Client, WorldVault } from './world-vault.ts';

export type Difference = {
  seed: number;
  kind: 'differs' | 'disclosed' | 'moved';
  person: string;
  what: string;
  steps: string[];
};

export type Strictness = {
  /** With one of the two layers off, less than the model says is no disclosure. */
  allowFewer: boolean;
};

export type Stage = { cast: Cast; labels: WorldLabels };

/** What one person was told, probe by probe, without what differs from one asking to the next. */
type Told = Map<string, string>;

async function observe(
  world: World,
  person: string,
  client: Client,
  { allowFewer }: Strictness,
  report: (kind: Difference['kind'], what: string) => void,
): Promise<Told> {
  const told: Told = new Map();
  const secrets = secretsFrom(world.model, person);
  const mine = new Set(
    [...world.model.questions].filter((each) => each.person === person).map(({ conversationId }) => conversationId),
  );
  for (const probe of probesFor(world.model, person)) {
    const reply = await probe.ask(client);
    told.set(probe.name, `${reply.status} ${withoutMoments(reply.text)}`);
    compare(probe, probe.facts(reply), allowFewer, report);
    // One's own questions stay one's own, also when what they were about is no longer readable.
    const own = probe.name === 'conversations' || (probe.name.startsWith('conversation of ') && mine.size > 0);
    for (const { text, of } of secrets) {
      if (probe.wrote?.includes(text) || own) continue;
      if (reply.text.includes(text) && !(reply.status >= 400 && probe.name.includes('space')))
        report('disclosed', `${probe.name} holds ${of} (${text}): ${reply.text.slice(0, 500)}`);
    }
  }
  return told;
}

function compare(
  probe: Probe,
  facts: unknown,
  allowFewer: boolean,
  report: (kind: Difference['kind'], what: string) => void,
): void {
  if (probe.expected === undefined) return;
  const isRight = allowFewer ? isWithin(facts, probe.expected) : isDeepStrictEqual(facts, probe.expected);
  if (!isRight)
    report('differs', `${probe.name}: ${JSON.stringify(facts)}, the model says ${JSON.stringify(probe.expected)}`);
}

/** Not more than the model allows: smaller counts, fewer of the same things. What is only a status is left to the search for secrets. */
function isWithin(found: unknown, allowed: unknown): boolean {
  if (isStatus(found)) return true;
  if (isStatus(allowed)) return isEmpty(found);
  if (typeof found === 'number') return found <= Number(allowed);
  if (Array.isArray(found)) return Array.isArray(allowed) && found.every((item) => allowed.includes(item));
  if (typeof found === 'object' && found !== null)
    return Object.entries(found).every(([key, value]) => isWithin(value, (allowed as Record<string, unknown>)[key]));
  return true;
}

const isStatus = (value: unknown) => typeof value === 'object' && value !== null && 'status' in value;

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).every(isEmpty);
  return !value;
}

/** Times, durations and ids of what was just made differ between two askings of the same. */
function withoutMoments(text: string): string {
  return text
    .replaceAll(/"durationMs":[\d.e-]+/g, '"durationMs":0')
    .replaceAll(/"(?:at|updatedAt|requestId|instance)":"[^"]*"/g, '""');
}

/**
 * Draws one world from its seed, builds it step by step and compares what everybody is told with the model; then goes on for some steps,
 * after each of which whoever may not notice must be told exactly the same as before, scores and suggestions included.
 */
export async function compareWorld(
  vault: WorldVault,
  { cast, labels }: Stage,
  seed: number,
  size: { build: number; further: number },
  strictness: Strictness = { allowFewer: false },
): Promise<Difference[]> {
  const world = await openWorld(seed, cast, labels, strictness.allowFewer);
  const differences: Difference[] = [];
  const note = (person: string) => (kind: Difference['kind'], what: string) =>
    differences.push({ seed, kind, person, what, steps: world.steps.map(({ text }) => text) });
  const observeAll = async () => {
    const told = new Map<string, Told>();
    for (const { key, client } of cast) told.set(key, await observe(world, key, client, strictness, note(key)));
    return told;
  };
  try {
    for (let n = 0; n < size.build; n++) await takeStep(vault, world, seed);
    let before = await observeAll();
    for (let n = 0; n < size.further && differences.length === 0; n++) {
      const views = new Map(cast.map(({ key }) => [key, viewOf(world.model, key)]));
      await takeStep(vault, world, seed);
      const after = await observeAll();
      for (const { key } of cast) {
        if (views.get(key) !== viewOf(world.model, key) || strictness.allowFewer) continue;
        for (const [name, text] of before.get(key)!) {
          const now = after.get(key)!.get(name);
          if (now !== undefined && now !== text && !isOwnHistory(name))
            note(key)('moved', `${name} changed after "${world.steps.at(-1)?.text}":\n  ${text}\n  ${now}`);
        }
      }
      before = after;
    }
  } catch (error) {
    note('-')('differs', error instanceof Error ? error.message : String(error));
  } finally {
    await closeWorld(vault);
  }
  return differences;
}

/** How many worlds pass before one differs; the bound when none does. */
export async function worldsUntilDifference(
  vault: WorldVault,
  stage: Stage,
  size: { build: number; further: number },
  strictness?: Strictness,
): Promise<number> {
  for (let n = 0; n < mostWorlds; n++) {
    if ((await compareWorld(vault, stage, 1_000 + n, size, strictness)).length > 0) return n;
  }
  return mostWorlds;
}

export const mostWorlds = 120;

/** Worlds of many sizes, one after the other; the differences of the first that has any. */
export async function compareWorlds(
  vault: WorldVault,
  stage: Stage,
  { first, most }: { first: number; most: number },
  strictness?: Strictness,
): Promise<Difference[]> {
  for (let seed = first; seed < first + most; seed++) {
    const differences = await compareWorld(vault, stage, seed, { build: 8 + (seed % 24), further: 2 }, strictness);
    if (differences.length > 0) return differences;
  }
  return [];
}

/** The list of one's own questions grows with one's own steps. */
function isOwnHistory(probe: string): boolean {
  return probe === 'conversations' || probe === 'activity' || probe.startsWith('conversation of ');
}
