// Folded, without their dots. A dot after one of these does not end a sentence.
const neverLast = `
sr sra srta sres sras dr dra dres lic licda licdo ing arq abg abog prof profa dna excmo excma ilmo ilma mons gral cnel tte sgto cmdte pbro fr sto sta
mr mrs ms messrs mt st rev hon gov sen rep pres gen col maj lt capt cmdr sgt
art arts num nums nro nros nr pag pags pp parr secc inc lit fig figs cap caps tit disp cl apdo aptdo av avda ctra urb edif tel telf telef ext
vid cf cfr ej aprox max min vs ref exp expte res resol dto dpto depto admon gac bol vol vols tom ed eds coord trad
bs usd eur mxn cop no nos sec secs approx est dept ave blvd bldg
ene feb abr jun jul ago sept oct nov dic jan apr aug dec viz
`;

// May stand last: then the next word must look like the opening of a sentence.
const maybeLast =
  'etc sa cia ca srl rl inc ltd co corp llc jr sr us uk eeuu am pm ac dc al eg ie bc ad phd ss cv op cit ibid mm ud uds vd vds';

const always = new Set(neverLast.split(/\s+/).filter(Boolean));
const sometimes = new Set(maybeLast.split(' '));

/** How an abbreviation (folded, dots removed) bears on the dot behind it. */
export function abbreviationKind(word: string): 'never_last' | 'maybe_last' | 'none' {
  if (always.has(word)) return 'never_last';
  return sometimes.has(word) ? 'maybe_last' : 'none';
}
