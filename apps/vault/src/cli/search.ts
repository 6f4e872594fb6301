import { printable, style } from '@nexus/terminal';
import { exitCodes } from './exit-codes.ts';
import { openSession } from './saved-session.ts';
import { findSpace } from './spaces-by-name.ts';

type Hit = {
  fileName: string;
  folderPath: string;
  part: number | null;
  text: string;
  marks: { start: number; end: number }[];
};
type Found = {
  problems: { code: string; text: string }[];
  outcome: string;
  hits: Hit[];
  passagesSearched: number;
  didYouMean: string | null;
  durationMs: number;
};

const snippetLength = 260;

const outcomes: Record<string, string> = {
  empty: 'No hay nada que buscar. / There is nothing to look for.',
  stop_words_only:
    'Solo hay palabras vacías: añada de qué se trata. / Only words without meaning: add what it is about.',
  exclusions_only: 'Solo hay exclusiones: añada una palabra que buscar. / Only exclusions: add a word to look for.',
  filters_only: 'Solo hay filtros: añada una palabra que buscar. / Only filters: add a word to look for.',
  too_long: 'La búsqueda es demasiado larga. / The search is too long.',
};

/** `./nexus search "<words>"`: passages with the words marked. Exit code 3 when nothing was found. */
export async function search(
  text: string,
  options: { space?: string | undefined; limit: number; json: boolean },
): Promise<number> {
  const { client } = await openSession();
  const scope = options.space ? { spaceIds: [(await findSpace(client, options.space)).id] } : {};
  const found = await client.post<Found>('/search', { text, limit: options.limit, ...scope });
  if (options.json) console.log(JSON.stringify(found, null, 2));
  else {
    for (const hit of found.hits) {
      const path = [hit.folderPath, hit.fileName].filter(Boolean).join('/');
      console.log(
        `${style('green', printable(path))}${hit.part ? style('dim', `, pág. ${hit.part}`) : ''}\n  ${snippet(hit)}\n`,
      );
    }
    for (const { code, text: typed } of found.problems)
      console.log(style('yellow', `No se entiende / not understood: ${printable(typed)} (${code})`));
    if (found.outcome !== 'ok') console.log(style('yellow', outcomes[found.outcome] ?? found.outcome));
    if (found.didYouMean) console.log(style('yellow', `¿Quiso decir / did you mean: ${printable(found.didYouMean)}`));
    console.log(
      style(
        'dim',
        `${found.hits.length} de / of ${found.passagesSearched} pasajes / passages, ${Math.round(found.durationMs)} ms`,
      ),
    );
  }
  return found.hits.length > 0 ? exitCodes.done : exitCodes.nothingFound;
}

/** The stretch around the first mark, with the marks in it emphasised. */
function snippet({ text, marks }: Hit): string {
  const from = Math.max(0, (marks[0]?.start ?? 0) - 80);
  const to = Math.min(text.length, from + snippetLength);
  let out = from > 0 ? '… ' : '';
  let at = from;
  for (const { start, end } of marks) {
    if (start < at || end > to) continue;
    out += printable(text.slice(at, start)) + style(['bold', 'yellow'], printable(text.slice(start, end)));
    at = end;
  }
  return out + printable(text.slice(at, to)) + (to < text.length ? ' …' : '');
}
