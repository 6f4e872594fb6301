import { scanXml } from '../xml/xml-text.ts';
import { type FormatLocale, formatGeneral } from './format-locale.ts';
import { compileNumberFormat, type NumberFormatter } from './number-format.ts';

export type CellStyles = {
  /** Shows a number in the format of a cell style. */
  format(style: number, value: number): string;
  isBold(style: number): boolean;
};

/** Built-in formats (ECMA-376 part 1, 18.8.30). Those that follow the machine's settings (14, 22 ...) are given in the reader's language. */
const builtIn = (locale: FormatLocale): Record<number, string> => {
  const date = locale === 'es' ? 'dd/mm/yyyy' : 'yyyy-mm-dd';
  return {
    1: '0',
    2: '0.00',
    3: '#,##0',
    4: '#,##0.00',
    5: '#,##0 "$"',
    6: '#,##0 "$"',
    7: '#,##0.00 "$"',
    8: '#,##0.00 "$"',
    9: '0%',
    10: '0.00%',
    11: '0.00E+00',
    12: '# ?/?',
    13: '# ??/??',
    14: date,
    15: 'd-mmm-yy',
    16: 'd-mmm',
    17: 'mmm-yy',
    18: 'h:mm AM/PM',
    19: 'h:mm:ss AM/PM',
    20: 'h:mm',
    21: 'h:mm:ss',
    22: `${date} h:mm`,
    27: date,
    28: date,
    29: date,
    30: date,
    31: date,
    32: 'h:mm',
    33: 'h:mm:ss',
    34: 'h:mm',
    35: 'h:mm:ss',
    36: date,
    37: '#,##0;(#,##0)',
    38: '#,##0;(#,##0)',
    39: '#,##0.00;(#,##0.00)',
    40: '#,##0.00;(#,##0.00)',
    41: '#,##0',
    42: '#,##0 "$"',
    43: '#,##0.00',
    44: '#,##0.00 "$"',
    45: 'mm:ss',
    46: '[h]:mm:ss',
    47: 'mm:ss.0',
    48: '##0.0E+0',
    49: '@',
    50: date,
  };
};

/** Reads `styles.xml`: which number format and weight each cell style has. Formats are compiled on first use. */
export function readCellStyles(xml: string | null, locale: FormatLocale, date1904: boolean): CellStyles {
  const formats = new Map<number, string>(Object.entries(builtIn(locale)).map(([id, format]) => [Number(id), format]));
  const boldFonts: boolean[] = [];
  const cells: { format: number; font: number }[] = [];
  let section = '';
  if (xml !== null) {
    scanXml(xml, {
      open(name, attributes) {
        if (name === 'numFmt' && section === 'numFmts') {
          formats.set(Number(attributes.get('numFmtId') ?? -1), localDate(attributes.get('formatCode') ?? '', locale));
        } else if (name === 'font' && section === 'fonts') boldFonts.push(false);
        else if (name === 'b' && section === 'fonts')
          boldFonts[boldFonts.length - 1] = !/^(?:0|false)$/.test(attributes.get('val') ?? '1');
        else if (name === 'xf' && section === 'cellXfs') {
          cells.push({ format: Number(attributes.get('numFmtId') ?? 0), font: Number(attributes.get('fontId') ?? 0) });
        } else if (
          name === 'numFmts' ||
          name === 'fonts' ||
          name === 'cellXfs' ||
          name === 'dxfs' ||
          name === 'cellStyleXfs'
        )
          section = name;
      },
      close(name) {
        if (name === section) section = '';
      },
      text() {},
    });
  }
  const compiled: (NumberFormatter | null)[] = [];
  const formatterOf = (style: number): NumberFormatter | null => {
    let formatter = compiled[style];
    if (formatter === undefined) {
      const format = formats.get(cells[style]?.format ?? 0);
      formatter =
        format === undefined || /^general$/i.test(format) ? null : compileNumberFormat(format, locale, date1904);
      if (style < 100_000) compiled[style] = formatter;
    }
    return formatter;
  };
  return {
    format(style, value) {
      const formatter = formatterOf(style);
      return formatter === null ? formatGeneral(value, locale) : formatter(value);
    },
    isBold: (style) => boldFonts[cells[style]?.font ?? 0] ?? false,
  };
}

/** `[$-F800]` and `[$-F400]` mean the machine's own long date and time. */
function localDate(format: string, locale: FormatLocale): string {
  if (/^\[\$-(?:f800|x-sysdate)\]/i.test(format))
    return locale === 'es' ? 'dddd, d "de" mmmm "de" yyyy' : 'dddd, mmmm d, yyyy';
  return /^\[\$-(?:f400|x-systime)\]/i.test(format) ? 'h:mm:ss' : format;
}
