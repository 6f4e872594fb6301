import { isDeepStrictEqual } from 'node:util';
import { type Probe, probesFor } from './probes.ts';
import { secretsFrom, viewOf } from './reference-model.ts';
import { type Cast, closeWorld, openWorld, takeStep, type World } from './world.ts';
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
  if (probe.expected === undefined || allowFewer || isDeepStrictEqual(facts, probe.expected)) return;
  report('differs', `${probe.name}: ${JSON.stringify(facts)}, the model says ${JSON.stringify(probe.expected)}`);
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
  cast: Cast,
  seed: number,
  size: { build: number; further: number },
  strictness: Strictness = { allowFewer: false },
): Promise<Difference[]> {
  const world = openWorld(seed, cast);
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

/** The list of one's own questions grows with one's own steps. */
function isOwnHistory(probe: string): boolean {
  return probe === 'conversations' || probe === 'activity' || probe.startsWith('conversation of ');
}
