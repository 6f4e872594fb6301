import java.io.BufferedReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopScoreDocCollector;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Arguments: passages.tsv queries.tsv language analysis limit outputFolder. A passage is a line of title, text and our terms between tabs; a query, of text
 * and our terms. One index field; the document number is the line number, because one thread adds and forceMerge keeps the order. Writes
 * rankings.txt (one line a query), latencies.txt (milliseconds) and stats.txt (build seconds, index bytes, heap and mapped bytes).
 */
public class LuceneBench {
  public static void main(String[] args) throws Exception {
    boolean ours = args[3].equals("ours");
    Analyzer analyzer =
        ours ? new WhitespaceAnalyzer(255)
            : args[2].equals("es") ? new SpanishAnalyzer() : args[2].equals("en") ? new EnglishAnalyzer() : new StandardAnalyzer();
    int limit = Integer.parseInt(args[4]);
    Path output = Path.of(args[5]);
    Path folder = output.resolve("index");

    long start = System.nanoTime();
    MMapDirectory directory = new MMapDirectory(folder);
    IndexWriterConfig config = new IndexWriterConfig(analyzer).setRAMBufferSizeMB(256);
    try (IndexWriter writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(Path.of(args[0]), StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split("\t", -1);
        Document document = new Document();
        document.add(new TextField("text", ours ? parts[2] : parts[0] + " " + parts[1], Field.Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    double buildSeconds = (System.nanoTime() - start) / 1e9;

    List<Query> queries = new ArrayList<>();
    BooleanQuery.setMaxClauseCount(1 << 20);
    QueryBuilder builder = new QueryBuilder(analyzer);
    for (String line : Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8)) {
      String[] parts = line.split("\t", -1);
      queries.add(builder.createBooleanQuery("text", ours ? parts[1] : parts[0]));
    }
    try (DirectoryReader reader = DirectoryReader.open(directory);
        PrintWriter rankings = new PrintWriter(output.resolve("rankings.txt").toFile());
        PrintWriter latencies = new PrintWriter(output.resolve("latencies.txt").toFile());
        PrintWriter stats = new PrintWriter(output.resolve("stats.txt").toFile())) {
      IndexSearcher searcher = new IndexSearcher(reader);
      for (int round = 0; round < 3; round++) {
        for (Query query : queries) {
          long from = System.nanoTime();
          ScoreDoc[] hits = search(searcher, query, limit);
          long nanos = System.nanoTime() - from;
          if (round < 2) continue;
          latencies.println(nanos / 1e6);
          StringBuilder line = new StringBuilder();
          for (ScoreDoc hit : hits) line.append(hit.doc).append(' ');
          rankings.println(line);
        }
      }
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      long disk = 0;
      for (String file : directory.listAll()) disk += directory.fileLength(file);
      stats.println(buildSeconds);
      stats.println(disk);
      stats.println(heap + disk);
    }
  }

  private static ScoreDoc[] search(IndexSearcher searcher, Query query, int limit) throws Exception {
    if (query == null) return new ScoreDoc[0];
    TopScoreDocCollector collector = TopScoreDocCollector.create(limit, 1000);
    searcher.search(query, collector);
    return collector.topDocs().scoreDocs;
  }
}
