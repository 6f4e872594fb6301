import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { PDFiumModule } from '@hyzyla/pdfium';

type PdfiumFunction =
  | 'FPDF_InitLibraryWithConfig'
  | 'FPDF_LoadMemDocument'
  | 'FPDF_GetLastError'
  | 'FPDF_CloseDocument'
  | 'FPDF_GetPageCount'
  | 'FPDF_LoadPage'
  | 'FPDF_ClosePage'
  | 'FPDFText_LoadPage'
  | 'FPDFText_ClosePage'
  | 'FPDFText_CountChars'
  | 'FPDFText_GetUnicode'
  | 'FPDFText_GetFontWeight'
  | 'FPDFText_GetLooseCharBox'
  | 'FPDFText_GetCharOrigin'
  | 'FPDFText_GetCharAngle'
  | 'FPDF_GetMetaText'
  | 'FPDF_GetPageWidthF'
  | 'FPDF_GetPageHeightF'
  | 'FPDF_PageToDevice'
  | 'FPDFText_GetTextObject'
  | 'FPDFText_GetFontInfo'
  | 'FPDFPage_CountObjects'
  | 'FPDFPage_GetObject'
  | 'FPDFPageObj_GetType'
  | 'FPDFPageObj_GetBounds'
  | 'FPDFBitmap_CreateEx'
  | 'FPDFBitmap_FillRect'
  | 'FPDFBitmap_GetBuffer'
  | 'FPDFBitmap_GetStride'
  | 'FPDFBitmap_Destroy'
  | 'FPDF_RenderPageBitmap'
  | 'FPDFPage_GetAnnotCount'
  | 'FPDFPage_GetAnnot'
  | 'FPDFPage_CloseAnnot'
  | 'FPDFAnnot_GetSubtype'
  | 'FPDFAnnot_GetStringValue'
  | 'FPDFAnnot_GetRect'
  | 'FPDFAnnot_GetFlags'
  | 'FPDFAnnot_GetFormFieldValue'
  | 'FPDFAnnot_GetFormFieldName'
  | 'FPDFAnnot_GetFormFieldAlternateName'
  | 'FPDFAnnot_GetFormFieldType'
  | 'FPDFAnnot_IsChecked'
  | 'FPDFAnnot_GetFileAttachment'
  | 'FPDFDOC_InitFormFillEnvironment'
  | 'FPDFDOC_ExitFormFillEnvironment'
  | 'FPDFDoc_GetAttachmentCount'
  | 'FPDFDoc_GetAttachment'
  | 'FPDFAttachment_GetName'
  | 'FPDFAttachment_GetFile'
  | 'FPDFBookmark_GetFirstChild'
  | 'FPDFBookmark_GetNextSibling'
  | 'FPDFBookmark_GetTitle'
  | 'FPDFBookmark_GetDest'
  | 'FPDFDest_GetDestPageIndex'
  | 'FPDF_FFLDraw'
  | 'FPDF_DocumentHasValidCrossReferenceTable';

/** The library's types want the DOM, which a server does not have. */
const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: object };
};

/**
 * PDFium's C interface as the WASM module exports it (fpdfview.h, fpdf_text.h, fpdf_doc.h, fpdf_annot.h, fpdf_formfill.h): every handle
 * and pointer is a number. Only what is used here is listed.
 */
export type PdfiumExports = {
  memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
} & { [name in PdfiumFunction]: (...args: number[]) => number };

export type Pdfium = {
  call: PdfiumExports;
  /** Views are made anew at each call: growing the memory detaches the old ones. */
  bytes(): Uint8Array;
  view(): DataView;
  /** Runs with scratch memory that is freed afterwards. */
  scratch<T>(size: number, use: (pointer: number) => T): T;
  /** Runs with a C string (key names: Latin letters only). */
  withName<T>(name: string, use: (pointer: number) => T): T;
  /** Reads a string that PDFium writes as UTF-16LE with a terminator: asks for the length first, then for the text. */
  string(write: (buffer: number, length: number) => number): string;
};

let loaded: Promise<Pdfium> | null = null;

/** Loads the WASM module, once for each process: about 50 ms. */
export function loadPdfium(): Promise<Pdfium> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Pdfium> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('@hyzyla/pdfium/pdfium.wasm'));
  let exports: PdfiumExports | null = null;
  // The wrapper of the package knows only a few functions; taking the instance as it is made gives all of them.
  await PDFiumModule({
    wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
    instantiateWasm: (imports, done) => {
      const module = new Module(wasm);
      const instance = new Instance(module, imports);
      exports = instance.exports as unknown as PdfiumExports;
      (done as unknown as (instance: object, module: object) => void)(instance, module);
      return instance.exports as never;
    },
  });
  if (exports === null) throw new Error('PDFium did not start');
  return wrap(exports);
}

function wrap(call: PdfiumExports): Pdfium {
  call.FPDF_InitLibraryWithConfig(0);
  const scratch = <T>(size: number, use: (pointer: number) => T): T => {
    const pointer = call.malloc(size);
    if (pointer === 0) throw new RangeError('PDFium: array length: memory is exhausted');
    try {
      return use(pointer);
    } finally {
      call.free(pointer);
    }
  };
  return {
    call,
    bytes: () => new Uint8Array(call.memory.buffer),
    view: () => new DataView(call.memory.buffer),
    scratch,
    withName: (name, use) =>
      scratch(name.length + 1, (pointer) => {
        new Uint8Array(call.memory.buffer).set(Buffer.from(`${name}\0`, 'latin1'), pointer);
        return use(pointer);
      }),
    string(write) {
      const length = write(0, 0);
      if (length <= 2 || length > 64 * 1024 ** 2) return '';
      return scratch(length, (pointer) => {
        write(pointer, length);
        return Buffer.from(call.memory.buffer, pointer, length - 2).toString('utf16le');
      });
    },
  };
}
