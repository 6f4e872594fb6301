/** Prints plain text and nothing else of the page, from a frame that goes away afterwards. */
export function printText(text: string): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page || !view) {
    frame.remove();
    return;
  }
  const sheet = page.createElement('pre');
  sheet.textContent = text;
  page.body.append(sheet);
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
