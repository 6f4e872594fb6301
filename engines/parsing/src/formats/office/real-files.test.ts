import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FileFormat } from '../../contract.ts';
import { ParseFailure, type Reader } from '../../reader.ts';
import { readers as mailReaders } from '../mail/index.ts';
import { readers as textReaders } from '../text/index.ts';
import { readers as officeReaders } from './index.ts';
import { type ReadResult, runReader } from './testing/run-reader.ts';

const readers: Partial<Record<FileFormat, Reader>> = { ...officeReaders, ...textReaders, ...mailReaders };
const repository = path.resolve(import.meta.dirname, '../../../../..');
const root = [
  process.env['NEXUS_DATA'],
  path.join(repository, '../shared/data/docs'),
  path.join(repository, '../../shared/data/docs'),
]
  .filter((folder) => folder !== undefined)
  .flatMap((folder) => [path.join(folder, 'tika'), path.join(folder, 'docs/tika')])
  .find((folder) => existsSync(folder));
if (root === undefined)
  console.warn(
    'SKIPPED: the real files of shared/data/docs are not here (set NEXUS_DATA); readers are tested on built files only',
  );

const formats: FileFormat[] = ['docx', 'xlsx', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'eml', 'msg', 'mbox', 'html', 'csv'];

/** Files that must end in a named state, and which. */
const failing: Record<string, string> = {
  'protected_normal_case.docx': 'encrypted',
  'protected_upper_case.docx': 'encrypted',
  'testWORD_truncated.docx': 'broken',
  'protect.xlsx': 'encrypted',
  'testEXCEL_protected_passtika.xlsx': 'encrypted',
  'testEXCEL_protected_passtika_2.xlsx': 'encrypted',
  'testODTnotaZipFile.odt': 'broken',
};

/** What a reader of the file sees in it. */
const known: Record<string, readonly string[]> = {
  'testWORD_numbered_list.docx': ['1) This', 'a) Is', 'ii) Level', 'iii) List', 'I. yet'],
  'testWORD_formattingFlipUnderlineOrder.docx': ['Informacje o zmianach w ustawie o działalności leczniczej'],
  'testComment.docx': ['Here is some text.', '[Comment (Michael McCandless)] Here is a comment'],
  'testWORD_sdtInTextBox.docx': ['rich-text-content-control_inside-text-box'],
  'testWORD_charts.docx': ['January | 5', 'February | 8'],
  'test-columnar.xlsx': [
    '1 | 1 | This is row            1 of           10 | 10.00% | 0.00% | 02-01-1960 | 01Jan60 00:00:10 | 0:00:03',
  ],
  'testEXCEL_big_numbers.xlsx': ['123456789012345 | 123456789012346'],
  'testEXCEL_textbox.xlsx': ['this is some autoshape text'],
  'testPPT_diagramData.pptx': ['President', 'VP – HR'],
  'testPPT_comment.pptx': ["I'm afraid I'm going to have to ask you to add some content to this tps deck"],
  'testODFwithOOo3.odt': [
    '[1] This is of course a simple footnote',
    '1. First item',
    'Tika is part of the Lucene project.',
  ],
  'testFooter.odt': ['Here is some text on page 2', 'Here is footer text'],
  'testFooter.ods': ['Data 1 | Data 2'],
  'testMasterFooter.odp': ['Master footer is here'],
  'LibreOfficeImpress_odp_1.3.odp': ['An example Impress file'],
  'testRTFWindowsCodepage1250.rtf': ['zażółć gęślą jaźń'],
  'testRTFWord2010CzechCharacters.rtf': ['Článek týdne'],
  'testRTFUnicodeGothic.rtf': ['𐌲𐌿𐍄𐌹𐍃𐌺'],
  'testRTFTableCellSeparation.rtf': ['ä | ë'],
  'testEmailWithPNGAtt.eml': ['Subject: Test Attachment Email', 'This email has a PNG attachment included in it'],
  'testMSG.msg': ['Subject: MIME registry use cases', 'From: Jukka Zitting <jukka.zitting@gmail.com>'],
  'testMSG_forwarded.msg': ['Forwarded Body', 'Original Body'],
  'complex.mbox': ['Subject: Re: question about when shuffle/sort start working'],
  'testHTML_charset_utf16le.html': ['This is a sample text'],
  'testHTMLNoisyMetaEncoding_1.html': ['الاتحاد الجزائري'],
  'testHTML_script_in_body.html': ['This is a test.'],
  'foo.csv': ['123 | abc def | -987'],
};

describe.skipIf(root === undefined).each(formats)('real %s files', (format) => {
  const folder = path.join(root ?? '', format);
  const files = existsSync(folder) ? readdirSync(folder) : [];

  it.each(files)('%s', async (name) => {
    let result: ReadResult | null = null;
    let reason: string | null = null;
    try {
      result = await runReader(readers[format]!, readFileSync(path.join(folder, name)), { format, name });
    } catch (error) {
      if (!(error instanceof ParseFailure)) throw error;
      reason = error.reason;
    }
    expect(reason).toBe(failing[name] ?? null);
    for (const text of known[name] ?? []) expect(result?.text).toContain(text);
    if (result === null) return;
    const parts = result.quality.map((each) => each.part);
    expect(parts).toEqual([...new Set(parts)]);
    expect(Math.max(...parts)).toBe(result.metadata.parts);
    for (const block of result.blocks) expect(parts).toContain(block.place.part);
  });
});
