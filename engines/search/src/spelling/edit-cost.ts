// Rows of the Spanish and English keyboards; neighbours on them are slips of the finger.
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
// Letters that sound alike in Spanish.
const soundAlike = ['bv', 'sz', 'cs', 'cz', 'gj', 'ly', 'nm', 'ck', 'kq', 'cq', 'iy', 'xs', 'uw', 'hj'];

const near = new Set<string>();
for (const row of rows) for (let i = 1; i < row.length; i++) addPair(row[i - 1]!, row[i]!);
for (const pair of soundAlike) addPair(pair[0]!, pair[1]!);

function addPair(a: string, b: string): void {
  near.add(a + b);
  near.add(b + a);
}

/**
 * How far a written word is from a meant one: 1 for a letter too many, missing or wrong, less for keyboard neighbours, letters that sound alike, a silent h, a
 * doubled letter and two letters swapped (restricted Damerau-Levenshtein). Symmetric. Time a.length * b.length.
 */
export function editCost(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, () => 0);
  for (let j = 1; j <= b.length; j++) previous[j] = previous[j - 1]! + gapCost(b, j - 1);
  for (let i = 1; i <= a.length; i++) {
    const current = [previous[0]! + gapCost(a, i - 1)];
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(
        previous[j - 1]! + replaceCost(a[i - 1]!, b[j - 1]!),
        previous[j]! + gapCost(a, i - 1),
        current[j - 1]! + gapCost(b, j - 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 0.7);
      current.push(cost);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}

function replaceCost(a: string, b: string): number {
  if (a === b) return 0;
  return near.has(a + b) ? 0.7 : 1;
}

function gapCost(word: string, at: number): number {
  if (word[at] === 'h') return 0.6;
  return word[at] === word[at - 1] || word[at] === word[at + 1] ? 0.6 : 1;
}
