/** Prints what `fill` writes and nothing else of the page, from a frame that goes away afterwards. */
export function printFrame(fill: (page: Document) => void): void {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.body.append(frame);
  const page = frame.contentDocument;
  const view = frame.contentWindow;
  if (!page || !view) {
    frame.remove();
    return;
  }
  fill(page);
  view.addEventListener('afterprint', () => frame.remove());
  view.print();
}
