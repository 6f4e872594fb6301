export { amountText, dayText, type PaperLanguage, percentText, quantityText } from './paper-text.ts';
export { setPdf } from './set-pdf.ts';
