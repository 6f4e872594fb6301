import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Peer } from './peer.ts';
import { passageLine, queryLine, writeLines } from './tsv.ts';

const jarFolder = '/usr/share/java';
const neededJars = ['lucene-core', 'lucene-analyzers-common'];

/**
 * Apache Lucene of Debian's liblucene8-java, in a Java process of its own (`bench/java/LuceneBench.java`, compiled on the fly): EnglishAnalyzer or
 * SpanishAnalyzer, BM25 with its defaults, one merged segment, memory-mapped. Its memory is the Java heap in use plus the mapped index.
 */
export const lucenePeer: Peer = {
  name: 'lucene',
  unavailable() {
    if (findJars() === null) return `no ${neededJars.join(' and ')} in ${jarFolder} (apt-get install liblucene8-java)`;
    if (spawnSync('javac', ['-version']).status !== 0) return 'no Java compiler (apt-get install default-jdk-headless)';
    return null;
  },
  async run({ passages, queries, analysis, language, limit }) {
    const jars = findJars();
    if (jars === null) throw new Error('Lucene is not installed');
    const folder = mkdtempSync(join(tmpdir(), 'nexus-lucene-'));
    try {
      const passagesFile = join(folder, 'passages.tsv');
      const queriesFile = join(folder, 'queries.tsv');
      writeLines(
        passagesFile,
        (function* () {
          for (const passage of passages) yield passageLine(passage);
        })(),
      );
      writeLines(queriesFile, queries.map(queryLine));
      const program = join(import.meta.dirname, '../../java/LuceneBench.java');
      const args = [program, passagesFile, queriesFile, language, analysis, String(limit), folder];
      const ran = spawnSync('java', ['-Xmx4g', '-cp', jars.join(':'), ...args], { encoding: 'utf8' });
      if (ran.status !== 0) throw new Error(`the Lucene bench failed: ${ran.stderr}`);
      const lines = (name: string) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1);
      const [buildSeconds, diskBytes, memoryBytes] = lines('stats.txt').map(Number);
      return {
        rankings: lines('rankings.txt').map((line) => line.split(' ').filter(Boolean).map(Number)),
        latenciesMs: lines('latencies.txt').map(Number),
        buildSeconds: buildSeconds!,
        diskBytes: diskBytes!,
        memoryBytes: memoryBytes!,
      };
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

function findJars(): string[] | null {
  const files = existsSync(jarFolder) ? readdirSync(jarFolder) : [];
  const jars = neededJars.map((name) => files.find((file) => new RegExp(`^${name}-8[.\\d]*\\.jar$`).test(file)));
  return jars.every((jar) => jar !== undefined) ? jars.map((jar) => join(jarFolder, jar)) : null;
}
