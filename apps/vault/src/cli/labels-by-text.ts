import type { ApiClient } from './api-client.ts';
import { UsageError } from './usage.ts';

type Named = { id: string; text: { es: string; en: string }; mark: string };
type Usable = { levels: Named[]; compartments: Named[]; labels: { id: string; text: string; textEn: string }[] };

/**
 * The label that a banner line names: a level, and behind `//` compartments, as far as the person may use them. Case does not count.
 * @throws UsageError that lists the levels there are
 */
export async function findLabelId(client: ApiClient, written: string): Promise<string> {
  const usable = await client.get<Usable>('/labels');
  const wanted = folded(written);
  const known = usable.labels.find(({ text, textEn }) => folded(text) === wanted || folded(textEn) === wanted);
  if (known) return known.id;
  const [levelName = '', ...blocks] = written.split('//').map((part) => part.trim());
  const level = usable.levels.find((one) => isNamed(one, levelName));
  const names = blocks.flatMap((block) => block.split('/')).map((name) => name.trim());
  const compartments = names.map((name) => usable.compartments.find((one) => isNamed(one, name)));
  if (!level || compartments.some((one) => one === undefined)) {
    const levels = usable.levels.map(({ text }) => text.es).join(', ');
    throw new UsageError(`No hay tal etiqueta, o no puede usarla / no such label for you: ${written}. ${levels}`);
  }
  const compartmentIds = compartments.map((one) => one!.id);
  return (await client.post<{ id: string }>('/labels', { levelId: level.id, compartmentIds })).id;
}

function isNamed({ text, mark }: Named, name: string): boolean {
  return [text.es, text.en, mark].some((one) => folded(one) === folded(name));
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
