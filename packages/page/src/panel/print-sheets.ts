import { printFrame } from './print-frame.ts';

/** Prints plain texts, each on a sheet of its own. */
export function printSheets(texts: readonly string[]): void {
  printFrame((page) => {
    for (const [at, text] of texts.entries()) {
      const sheet = page.createElement('pre');
      sheet.textContent = text;
      sheet.style.whiteSpace = 'pre-wrap';
      if (at > 0) sheet.style.breakBefore = 'page';
      page.body.append(sheet);
    }
  });
}
