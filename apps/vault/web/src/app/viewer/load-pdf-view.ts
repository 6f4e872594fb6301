import { startPdfWorker } from './pdf/pdf-worker.ts';

export const loadPdfView = () => import('./pdf/pdf-view.tsx');

/** What most documents need is fetched while it is still asked what the document is. */
export function preparePdf(): void {
  startPdfWorker();
  // Asked for again, and told, by the document that needs it.
  loadPdfView().catch(() => {});
}
