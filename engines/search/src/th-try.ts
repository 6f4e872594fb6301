import { createAnalyzer } from './analysis/analyzer.ts';
import { createThesaurus } from './thesaurus/thesaurus.ts';

const t0 = performance.now();
const analyzer = createAnalyzer();
const th = createThesaurus({ analyzer });
console.log('build ms', performance.now() - t0, process.memoryUsage().heapUsed / 1e6);
for (const q of process.argv.slice(2))
  console.log(
    q,
    analyzer
      .analyze(q)
      .map((t) => t.term)
      .join(' '),
    '\n   ',
    th
      .variantsOf(q)
      .map((v) => `${v.covers.join('+')}>${v.terms.join('_')}:${v.share}`)
      .join(' '),
  );
