const words: Readonly<Record<string, number>> = {
  un: 1,
  una: 1,
  uno: 1,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  siete: 7,
  ocho: 8,
  nueve: 9,
  diez: 10,
  once: 11,
  doce: 12,
  trece: 13,
  catorce: 14,
  quince: 15,
  dieciseis: 16,
  diecisiete: 17,
  dieciocho: 18,
  diecinueve: 19,
  veinte: 20,
  veintiuno: 21,
  veintiun: 21,
  veintidos: 22,
  veintitres: 23,
  veinticuatro: 24,
  veinticinco: 25,
  veintiseis: 26,
  veintisiete: 27,
  veintiocho: 28,
  veintinueve: 29,
  treinta: 30,
  cuarenta: 40,
  cincuenta: 50,
  sesenta: 60,
  setenta: 70,
  ochenta: 80,
  noventa: 90,
  cien: 100,
  ciento: 100,
  doscientos: 200,
  trescientos: 300,
  cuatrocientos: 400,
  quinientos: 500,
  seiscientos: 600,
  setecientos: 700,
  ochocientos: 800,
  novecientos: 900,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
};

const scales: Readonly<Record<string, number>> = {
  mil: 1e3,
  thousand: 1e3,
  millon: 1e6,
  millones: 1e6,
  million: 1e6,
  millions: 1e6,
  billion: 1e9,
  billions: 1e9,
  millardo: 1e9,
  millardos: 1e9,
  billon: 1e12,
  billones: 1e12,
  trillion: 1e12,
};

const wordPattern = Object.keys(words).map(accented).sort(longestFirst).join('|');
const scalePattern = [...Object.keys(scales), 'millón', 'billón'].sort(longestFirst).join('|');

/** A number in figures or words with an optional scale: `1.250.000,00`, `2,5 millones`, `treinta y cinco`, `twenty-four`. Source of a pattern. */
export const numberSource = `(?:(?:\\d+(?:[.,'\\u00a0\\u202f]\\d+)*|(?:${wordPattern})(?:(?:\\s+y\\s+|\\s+|-)(?:${wordPattern}))*)(?:\\s+(?:mil\\s+)?(?:${scalePattern}))*|mil(?:\\s+(?:${wordPattern}))*)`;

/** Value of what `numberSource` matched; null when it is no number. Thousands separators of both languages; `1.250` is read as 1250. */
export function numberValue(written: string): number | null {
  const parts = written
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .split(/[\s-]+|\by\b/u)
    .filter(Boolean);
  let total = 0;
  let current: number | null = null;
  for (const part of parts) {
    const scale = scales[part];
    const value = words[part] ?? figures(part);
    if (scale !== undefined) {
      total = scale >= 1e6 ? (total + (current ?? (total === 0 ? 1 : 0))) * scale : total + (current ?? 1) * scale;
      current = null;
    } else if (value !== null) {
      current = part === 'hundred' ? (current ?? 1) * 100 : (current ?? 0) + value;
    } else return null;
  }
  return current === null && total === 0 ? null : total + (current ?? 0);
}

function figures(part: string): number | null {
  if (!/^\d/.test(part)) return null;
  const groups = part.split(/[.,'\u00a0\u202f]/);
  const last = groups[groups.length - 1]!;
  if (groups.length === 1) return Number(part);
  const separators = part.replace(/\d/g, '');
  const mixed = new Set(separators).size > 1;
  const decimal = mixed || (groups.length === 2 && last.length !== 3);
  return Number(decimal ? `${groups.slice(0, -1).join('')}.${last}` : groups.join(''));
}

// Words are matched as written, so the accented forms are needed too.
function accented(word: string): string {
  const forms: Readonly<Record<string, string>> = {
    dieciseis: 'diecis[eé]is',
    veintiun: 'veinti[uú]n',
    veintidos: 'veintid[oó]s',
    veintitres: 'veintitr[eé]s',
    veintiseis: 'veintis[eé]is',
  };
  return forms[word] ?? word;
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}
