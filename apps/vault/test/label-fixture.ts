export type Label = { id: string; text: string; portionMark: string; rank: number };
export type Level = { id: string; rank: number };
export type Doc = {
  id: string;
  label: Label;
  hasSuggestion: boolean;
  suggestion: { written: string; label: Label | null } | null;
};
export type Answer = {
  id: string;
  conversationId: string;
  outcome: string;
  label: Label;
  passagesSearched: number;
  citations: object[];
};
export type Request = { id: string; state: string; kind: string };

/** Of a request that fails; 200 when it does not. */
export const statusOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );

/** With the attachment `oferta.txt`. */
export const mail = [
  'From: a@example.org',
  'To: b@example.org',
  'Subject: Oferta',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain',
  '',
  'Adjunto la oferta kappa.',
  '--x',
  'Content-Type: text/plain',
  'Content-Disposition: attachment; filename="oferta.txt"',
  '',
  'La oferta kappa es de 5.000 euros.',
  '--x--',
  '',
].join('\r\n');
