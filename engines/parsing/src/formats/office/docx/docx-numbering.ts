import { formatNumeral } from '../numerals.ts';
import type { XmlHandler } from '../xml/xml-scanner.ts';
import { scanXml } from '../xml/xml-text.ts';
import { isOn } from './docx-styles.ts';

/** The number that stands before a paragraph (`3.2`, `a)`, `•`); empty when the level shows none. */
export type NumberLabel = { text: string; bullet: boolean };

export type DocxNumbering = {
  /** Counts the paragraph and gives its label; null when the list is unknown or `numId` is 0 (numbering switched off). */
  next(numId: string, ilvl: number): NumberLabel | null;
  /** The level that a list links to a paragraph style, for styles that name a list but no level. */
  levelOfStyle(numId: string, styleId: string): number | null;
};

type Level = { start: number; format: string; text: string; style?: string; legal: boolean; restart?: number };
type Abstract = { id: string; levels: Map<number, Level>; styleLink?: string; numStyleLink?: string };
type Instance = { abstractId: string; overrides: Map<number, { start?: number; level?: Level }> };

const newLevel = (): Level => ({ start: 1, format: 'decimal', text: '', legal: false });

/**
 * Reads `numbering.xml` and counts as Word does: instances of one abstract list share their counters unless they override the
 * start; a level restarts when a lower one is counted (ECMA-376 part 1, 17.9).
 */
export function readDocxNumbering(xml: string | null, language?: string): DocxNumbering {
  const { abstracts, instances } = parseNumbering(xml);
  const counters = new Map<string, number[]>();
  const started = new Set<string>();

  const abstractOf = (instance: Instance): Abstract | undefined => {
    const abstract = abstracts.get(instance.abstractId);
    if (abstract?.numStyleLink === undefined) return abstract;
    // The list is defined where the linked style is: the abstract list that carries the same name as its styleLink.
    return [...abstracts.values()].find((each) => each.styleLink === abstract.numStyleLink) ?? abstract;
  };

  const levelOf = (instance: Instance, abstract: Abstract, ilvl: number): Level | undefined =>
    instance.overrides.get(ilvl)?.level ?? abstract.levels.get(ilvl);

  return {
    next(numId, ilvl) {
      const instance = numId === '0' ? undefined : instances.get(numId);
      const abstract = instance === undefined ? undefined : abstractOf(instance);
      if (instance === undefined || abstract === undefined || ilvl < 0 || ilvl > 8) return null;
      const level = levelOf(instance, abstract, ilvl);
      if (level === undefined) return null;
      const values = counters.get(abstract.id) ?? new Array<number>(9).fill(0);
      counters.set(abstract.id, values);
      if (!started.has(numId)) {
        started.add(numId);
        for (const [at, override] of instance.overrides) if (override.start !== undefined && at < 9) values[at] = 0;
      }
      const startOf = (at: number) => instance.overrides.get(at)?.start ?? levelOf(instance, abstract, at)?.start ?? 1;
      // A level that was skipped shows its first number.
      for (let at = 0; at < ilvl; at += 1) if (values[at] === 0) values[at] = startOf(at) || 1;
      values[ilvl] = values[ilvl] === 0 ? startOf(ilvl) : values[ilvl]! + 1;
      for (let at = ilvl + 1; at < 9; at += 1) {
        const restart = levelOf(instance, abstract, at)?.restart;
        if (restart === undefined || (restart !== 0 && ilvl < restart)) values[at] = 0;
      }
      if (level.format === 'bullet') return { text: level.text === '' ? '' : bulletText(level.text), bullet: true };
      const text = level.text.replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1;
        const format = levelOf(instance, abstract, at)?.format ?? 'decimal';
        return formatNumeral(values[at]!, level.legal && at < ilvl ? 'decimal' : format, language);
      });
      return { text: text.trim(), bullet: false };
    },
    levelOfStyle(numId, styleId) {
      const instance = instances.get(numId);
      const abstract = instance === undefined ? undefined : abstractOf(instance);
      for (const [at, level] of abstract?.levels ?? []) if (level.style === styleId) return at;
      return null;
    },
  };
}

/** Bullets of symbol fonts lie in the private use area: show the plain bullet instead. */
function bulletText(text: string): string {
  return /[\ue000-\uf8ff]/.test(text) || text === 'o' || text === '§' ? '•' : text;
}

function parseNumbering(xml: string | null): { abstracts: Map<string, Abstract>; instances: Map<string, Instance> } {
  const abstracts = new Map<string, Abstract>();
  const instances = new Map<string, Instance>();
  if (xml === null) return { abstracts, instances };
  let abstract: Abstract | null = null;
  let instance: Instance | null = null;
  let level: Level | null = null;
  let overrideAt = 0;
  const handler: XmlHandler = {
    open(name, attributes) {
      const value = () => attributes.get('w:val');
      switch (name) {
        case 'w:abstractNum':
          abstract = { id: attributes.get('w:abstractNumId') ?? '', levels: new Map() };
          abstracts.set(abstract.id, abstract);
          break;
        case 'w:num':
          instance = { abstractId: '', overrides: new Map() };
          instances.set(attributes.get('w:numId') ?? '', instance);
          break;
        case 'w:abstractNumId':
          if (instance !== null) instance.abstractId = value() ?? '';
          break;
        case 'w:lvlOverride':
          overrideAt = Number(attributes.get('w:ilvl') ?? 0);
          instance?.overrides.set(overrideAt, {});
          break;
        case 'w:startOverride': {
          const override = instance?.overrides.get(overrideAt);
          if (override !== undefined) override.start = Number(value() ?? 1);
          break;
        }
        case 'w:lvl': {
          level = newLevel();
          const override = instance?.overrides.get(overrideAt);
          if (override !== undefined) override.level = level;
          else abstract?.levels.set(Number(attributes.get('w:ilvl') ?? 0), level);
          break;
        }
        case 'w:styleLink':
          if (abstract !== null) abstract.styleLink = value() ?? '';
          break;
        case 'w:numStyleLink':
          if (abstract !== null) abstract.numStyleLink = value() ?? '';
          break;
        default:
          if (level !== null) setLevel(level, name, value());
      }
    },
    close(name) {
      if (name === 'w:abstractNum') abstract = null;
      else if (name === 'w:num') instance = null;
      else if (name === 'w:lvl') level = null;
    },
    text() {},
  };
  scanXml(xml, handler);
  return { abstracts, instances };
}

function setLevel(level: Level, name: string, value: string | undefined): void {
  if (name === 'w:start') level.start = Number(value ?? 1) || 0;
  else if (name === 'w:numFmt') level.format = value ?? 'decimal';
  else if (name === 'w:lvlText') level.text = value ?? '';
  else if (name === 'w:pStyle' && value !== undefined) level.style = value;
  else if (name === 'w:isLgl') level.legal = isOn(value);
  else if (name === 'w:lvlRestart') level.restart = Number(value ?? 0);
}
