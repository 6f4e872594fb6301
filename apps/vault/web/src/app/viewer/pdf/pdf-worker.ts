import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

/** `failed` rejects when the reader's code does not come; it never resolves. */
export type PdfWorker = { port: Worker; failed: Promise<never> };

let ahead: PdfWorker | null = null;

/** The reader takes about as long to start as a document's details to come: this lets both happen at the same time. */
export function startPdfWorker(): void {
  ahead ??= start();
}

/** One for each document: a file that keeps its reader busy for ever holds up nothing else. */
export function takePdfWorker(): PdfWorker {
  const taken = ahead ?? start();
  ahead = null;
  return taken;
}

function start(): PdfWorker {
  const port = new Worker(workerUrl, { type: 'module' });
  const failed = new Promise<never>((_, fail) => {
    port.addEventListener('error', () => fail(new Error('the PDF reader could not be started')), { once: true });
  });
  // Whoever opens a document hears of it; until then nobody does.
  failed.catch(() => {});
  return { port, failed };
}
