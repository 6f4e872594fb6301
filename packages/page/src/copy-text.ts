/**
 * Puts a text on the clipboard, with a formatted form beside it for those who take it. Works on plain http too, where browsers
 * withhold `navigator.clipboard`: a copy event is answered by hand. Call it from a click or a key.
 */
export async function copyText(text: string, html?: string): Promise<boolean> {
  if (answerCopyEvent(text, html)) return true;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function answerCopyEvent(text: string, html: string | undefined): boolean {
  let isAnswered = false;
  const answer = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    event.clipboardData?.setData('text/plain', text);
    if (html) event.clipboardData?.setData('text/html', html);
    isAnswered = event.clipboardData !== null;
  };
  document.addEventListener('copy', answer, { capture: true });
  try {
    // Deprecated, and the only way without a secure context.
    return document.execCommand('copy') && isAnswered;
  } finally {
    document.removeEventListener('copy', answer, { capture: true });
  }
}
