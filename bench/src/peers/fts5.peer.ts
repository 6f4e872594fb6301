import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { measureQueries, settledMemory, timed } from './measure.ts';
import type { Peer } from './peer.ts';

/**
 * SQLite FTS5 in a file, contentless (the index alone, as ours is measured), merged to one segment. English gets its porter stemmer; accents are folded
 * in both languages. A question is an OR of its words, ranked by its BM25.
 */
export const fts5Peer: Peer = {
  name: 'sqlite-fts5',
  unavailable: () => null,
  async run({ passages, queries, analysis, language, limit, maxSeconds }) {
    const ours = analysis === 'ours';
    const folder = mkdtempSync(join(tmpdir(), 'nexus-fts5-'));
    const file = join(folder, 'index.db');
    const before = settledMemory();
    const database = new DatabaseSync(file);
    try {
      const porter = !ours && language === 'en' ? 'porter ' : '';
      // Our terms may hold signs (2024/17): they are then characters of a word.
      const tokenizer = ours
        ? `unicode61 remove_diacritics 0 tokenchars '${signs}'`
        : `${porter}unicode61 remove_diacritics 2`;
      database.exec(`CREATE VIRTUAL TABLE passages USING fts5(text, content='', tokenize="${tokenizer}")`);
      const insert = database.prepare('INSERT INTO passages (rowid, text) VALUES (?, ?)');
      const { seconds } = await timed(() => {
        database.exec('BEGIN');
        let id = 0;
        for (const { title, text, tokens } of passages) {
          insert.run(id, ours ? tokens.join(' ') : `${title} ${text}`);
          id += 1;
        }
        database.exec('COMMIT');
        database.exec("INSERT INTO passages (passages) VALUES ('optimize')");
        database.exec('VACUUM');
      });
      const select = database.prepare('SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT ?');
      const asked = queries.map((query) =>
        matchExpression(ours ? query.tokens : (query.text.match(/[\p{L}\p{N}]+/gu) ?? [])),
      );
      const { results, latenciesMs } = await measureQueries(
        asked,
        (match) => (match === '' ? [] : select.all(match, limit).map((row) => Number(row['rowid']))),
        maxSeconds,
      );
      const memoryBytes = settledMemory() - before;
      return { rankings: results, latenciesMs, buildSeconds: seconds, diskBytes: statSync(file).size, memoryBytes };
    } finally {
      database.close();
      rmSync(folder, { recursive: true });
    }
  },
};

const signs = '/-.,:_@+#&%$()~|=*!?';

function matchExpression(words: readonly string[]): string {
  return [...new Set(words)].map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ');
}
