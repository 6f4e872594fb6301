import type { Pdfium } from './pdfium.ts';

// FPDF_ANNOT_*, fpdf_annot.h.
const LINK = 2;
const POPUP = 16;
const WIDGET = 20;
const HIDDEN = 1 << 1;
// FPDF_FORMFIELD_*, fpdf_formfill.h.
const PUSH_BUTTON = 1;
const CHECK_BOX = 2;
const RADIO_BUTTON = 3;
const MAX_ANNOTATIONS = 2000;

/**
 * What annotations of a loaded page say: comments and stamps as their contents, form fields as `name: value`. Empty fields and links
 * say nothing. `form` is the document's form environment, 0 when it has none.
 */
export function readAnnotations(pdfium: Pdfium, page: number, form: number): string[] {
  const { call } = pdfium;
  const count = Math.min(MAX_ANNOTATIONS, call.FPDFPage_GetAnnotCount(page));
  const texts: string[] = [];
  for (let i = 0; i < count; i++) {
    const annotation = call.FPDFPage_GetAnnot(page, i);
    if (annotation === 0) continue;
    const type = call.FPDFAnnot_GetSubtype(annotation);
    const hidden = (call.FPDFAnnot_GetFlags(annotation) & HIDDEN) !== 0;
    if (!hidden && type !== LINK && type !== POPUP) {
      const text = type === WIDGET ? readField(pdfium, annotation, form) : readString(pdfium, annotation, 'Contents');
      if (text.trim() !== '') texts.push(text.trim().replace(/\s+/g, ' '));
    }
    call.FPDFPage_CloseAnnot(annotation);
  }
  return [...new Set(texts)];
}

function readField(pdfium: Pdfium, annotation: number, form: number): string {
  if (form === 0) return '';
  const { call } = pdfium;
  const type = call.FPDFAnnot_GetFormFieldType(form, annotation);
  if (type === PUSH_BUTTON) return '';
  const label =
    pdfium.string((buffer, length) => call.FPDFAnnot_GetFormFieldAlternateName(form, annotation, buffer, length)) ||
    pdfium.string((buffer, length) => call.FPDFAnnot_GetFormFieldName(form, annotation, buffer, length));
  if (type === CHECK_BOX || type === RADIO_BUTTON) {
    return call.FPDFAnnot_IsChecked(form, annotation) ? `${label}: ☑` : '';
  }
  const value = pdfium.string((buffer, length) => call.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, length));
  return value.trim() === '' ? '' : `${label}: ${value}`;
}

function readString(pdfium: Pdfium, annotation: number, key: string): string {
  return pdfium.withName(key, (name) =>
    pdfium.string((buffer, length) => pdfium.call.FPDFAnnot_GetStringValue(annotation, name, buffer, length)),
  );
}
