/** Prints plain texts, each on a sheet of its own, and nothing else of the page, from a frame that goes away afterwards. */
export function printSheets(texts: readonly string[]): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page || !view) {
    frame.remove();
    return;
  }
  for (const [at, text] of texts.entries()) {
    const sheet = page.createElement('pre');
    sheet.textContent = text;
    sheet.style.whiteSpace = 'pre-wrap';
    if (at > 0) sheet.style.breakBefore = 'page';
    page.body.append(sheet);
  }
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
