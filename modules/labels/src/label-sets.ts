/** Words in both languages. Official markings are the same in both: a mark on a document is not translated. */
export type Words = { es: string; en: string };

export type ShippedLevel = {
  code: string;
  text: Words;
  /** Short form before a paragraph, without its parentheses. */
  mark: string;
  colour: string;
  /** Other words by which a document names this level, for the suggestion at ingest. Compared without case and accents. */
  alsoWritten: readonly string[];
};

export type ShippedSet = {
  code: string;
  name: Words;
  /** Lowest first. */
  levels: readonly ShippedLevel[];
};

const same = (text: string): Words => ({ es: text, en: text });

const level = (code: string, text: Words, mark: string, colour: string, ...alsoWritten: string[]): ShippedLevel => ({
  code,
  text,
  mark,
  colour,
  alsoWritten,
});

// Colours keep white text readable (contrast of at least 4.5 to 1).
const [green, blue, orange, red, wine, slate] = ['#2f6f4f', '#1f5fa8', '#b4540a', '#b3261e', '#7a1f5c', '#4a5560'];

export const defaultSetCode = 'corporate';

/** The sets that come with the program. An officer chooses one and goes on from there. */
export const shippedSets: readonly ShippedSet[] = [
  {
    code: 'corporate',
    name: { es: 'Empresa', en: 'Corporate' },
    levels: [
      level(
        'corporate-internal',
        { es: 'USO INTERNO', en: 'INTERNAL' },
        'I',
        green,
        'interno',
        'internal use only',
        'internal use',
      ),
      level('corporate-confidential', { es: 'CONFIDENCIAL', en: 'CONFIDENTIAL' }, 'C', blue, 'company confidential'),
      level(
        'corporate-restricted',
        { es: 'RESTRINGIDO', en: 'RESTRICTED' },
        'R',
        orange,
        'acceso restringido',
        'strictly confidential',
        'estrictamente confidencial',
      ),
      level('corporate-secret', { es: 'SECRETO', en: 'SECRET' }, 'S', red, 'secreto empresarial', 'trade secret'),
    ],
  },
  {
    code: 'spain',
    name: { es: 'España (materias clasificadas)', en: 'Spain (classified matters)' },
    levels: [
      level('es-unclassified', same('SIN CLASIFICAR'), 'SC', green, 'no clasificado'),
      level('es-limited', same('DIFUSIÓN LIMITADA'), 'DL', blue, 'uso oficial'),
      level('es-confidential', same('CONFIDENCIAL'), 'C', slate),
      level('es-reserved', same('RESERVADO'), 'R', orange),
      level('es-secret', same('SECRETO'), 'S', red),
    ],
  },
  {
    code: 'nato',
    name: { es: 'Estilo OTAN', en: 'NATO style' },
    levels: [
      level('nato-unclassified', same('NATO UNCLASSIFIED'), 'NU', green, 'otan sin clasificar'),
      level('nato-restricted', same('NATO RESTRICTED'), 'NR', blue, 'otan difusion limitada', 'restricted'),
      level('nato-confidential', same('NATO CONFIDENTIAL'), 'NC', slate, 'otan confidencial', 'confidential'),
      level('nato-secret', same('NATO SECRET'), 'NS', red, 'otan secreto', 'secret'),
      level('nato-cosmic', same('COSMIC TOP SECRET'), 'CTS', wine, 'top secret'),
    ],
  },
  {
    code: 'us',
    name: { es: 'Estilo estadounidense', en: 'US style' },
    levels: [
      level('us-unclassified', same('UNCLASSIFIED'), 'U', green),
      level(
        'us-cui',
        same('CUI'),
        'CUI',
        slate,
        'controlled unclassified information',
        'fouo',
        'for official use only',
      ),
      level('us-confidential', same('CONFIDENTIAL'), 'C', blue),
      level('us-secret', same('SECRET'), 'S', red),
      level('us-top-secret', same('TOP SECRET'), 'TS', orange, 'ts'),
    ],
  },
];

const levelByCode = new Map(shippedSets.flatMap((set) => set.levels.map((one) => [one.code, one] as const)));

export function findShippedLevel(code: string | null): ShippedLevel | null {
  return code === null ? null : (levelByCode.get(code) ?? null);
}
