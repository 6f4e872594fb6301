import type { Block, SampleDocument } from './blocks.ts';
import { addendum } from './content/addendum.ts';
import { penaltiesAnnex, technicalAnnex } from './content/annexes.ts';
import { budget, pipeDeliveries } from './content/budget.ts';
import { contract, signedContract } from './content/contract.ts';
import { disputeNotice, expertReport, subcontract } from './content/english-papers.ts';
import {
  extensionRequest,
  irrigatorsComplaint,
  legalQuestion,
  packingList,
  pipeDelay,
  rainfall,
  retentionMail,
} from './content/mails.ts';
import { setOutMinutes, siteMeeting11 } from './content/minutes.ts';
import { progressSlides } from './content/progress-slides.ts';
import { changeOrder, laboratoryReport, safetyPlan } from './content/site-papers.ts';
import { suspensionOrder } from './content/suspension-order.ts';
import { writeDocx } from './writers/docx.ts';
import { type Mail, writeEml } from './writers/eml.ts';
import { convert } from './writers/libreoffice.ts';
import { writeMsg } from './writers/msg.ts';
import { writeOdt } from './writers/odt.ts';
import { writePptx } from './writers/pptx.ts';
import { scanFirstPage } from './writers/scan.ts';
import { type Sheet, writeXlsx } from './writers/xlsx.ts';

/** One generated file: how its bytes are made, and what can be read in it. */
export type CatalogueEntry = {
  /** From `samples/files`. */
  file: string;
  /** True when the same bytes come out each time; the rest is made by programs outside this repository. */
  reproducible: boolean;
  make(): Promise<Uint8Array>;
  /** What a reader of the file sees, without format. */
  text: string;
};

const word = (file: string, sample: SampleDocument): CatalogueEntry => ({
  file,
  reproducible: true,
  make: () => writeDocx(sample),
  text: textOf(sample.blocks),
});

const toPdf = async (sample: SampleDocument) => convert(await writeDocx(sample), 'docx', 'pdf', sample.date);

const pdf = (file: string, sample: SampleDocument): CatalogueEntry => ({
  file,
  reproducible: false,
  make: () => toPdf(sample),
  text: textOf(sample.blocks),
});

const mail = (file: string, message: Mail, attached: string): CatalogueEntry => ({
  file,
  reproducible: true,
  make: async () => writeEml(message),
  text: `${message.subject}\n${message.body}\n${attached}`,
});

const made = (file: string, text: string, make: () => Uint8Array): CatalogueEntry => ({
  file,
  reproducible: true,
  make: async () => make(),
  text,
});

const slidesText = progressSlides.map(({ title, bullets }) => [title, ...bullets].join('\n')).join('\n');
const budgetAbout = { title: 'Presupuesto de las obras 2024/17', author: 'Servicio de Obras', date: '2023-11-20' };
const slidesAbout = { title: 'Avance de las obras 2024/17', author: 'Servicio de Obras', date: '2025-03-27' };
const deliveriesAbout = { title: 'Pipe deliveries', author: 'Northwater Pipe Systems Ltd', date: '2025-04-02' };
const packingText = textOf(packingList.blocks);

export const catalogue: readonly CatalogueEntry[] = [
  word('contrato/contrato-2024-17.docx', contract),
  pdf('contrato/contrato-2024-17-firmado.pdf', signedContract),
  pdf('contrato/anexo-i-prescripciones-tecnicas.pdf', technicalAnnex),
  made('contrato/anexo-ii-penalidades.odt', textOf(penaltiesAnnex.blocks), () => writeOdt(penaltiesAnnex)),
  word('contrato/adenda-1.docx', addendum),

  word('obra/acta-comprobacion-replanteo.docx', setOutMinutes),
  word('obra/acta-reunion-obra-11.docx', siteMeeting11),
  word('obra/orden-cambio-4.docx', changeOrder),
  pdf('obra/plan-seguridad-salud.pdf', safetyPlan),
  pdf('obra/informe-laboratorio-pila-p2.pdf', laboratoryReport),
  {
    file: 'obra/orden-paralizacion-3.jpg',
    reproducible: false,
    make: async () => scanFirstPage(await toPdf(suspensionOrder)),
    text: textOf(suspensionOrder.blocks),
  },
  made('obra/avance-marzo-2025.pptx', slidesText, () => writePptx(progressSlides, slidesAbout)),

  made('economico/presupuesto.xlsx', sheetsText(budget), () => writeXlsx(budget, budgetAbout)),

  mail('correo/solicitud-prorroga.eml', extensionRequest, rainfall),
  {
    file: 'correo/third-consignment.eml',
    reproducible: true,
    make: async () => writeEml(pipeDelay(await writeDocx(packingList))),
    text: `${pipeDelay(new Uint8Array(0)).body}\n${packingText}`,
  },
  mail('correo/retention-query.eml', retentionMail, ''),
  mail('correo/reclamacion-regantes.eml', irrigatorsComplaint, ''),
  made('correo/informe-regantes.msg', legalQuestion.body, () => writeMsg(legalQuestion)),

  word('english/subcontract-sc-2024-031.docx', subcontract),
  pdf('english/expert-report-tg-2291.pdf', expertReport),
  word('english/notice-of-dispute-claim-2.docx', disputeNotice),
  {
    file: 'english/pipe-deliveries.ods',
    reproducible: false,
    make: async () => convert(writeXlsx(pipeDeliveries, deliveriesAbout), 'xlsx', 'ods', deliveriesAbout.date),
    text: sheetsText(pipeDeliveries),
  },
];

function textOf(blocks: readonly Block[]): string {
  return blocks.map(blockText).join('\n');
}

function blockText(block: Block): string {
  if (block.kind === 'list') return block.items.join('\n');
  if (block.kind === 'table') return [block.header, ...block.rows].map((cells) => cells.join(' | ')).join('\n');
  return block.text;
}

function sheetsText(sheets: readonly Sheet[]): string {
  const cellText = (cell: Sheet['rows'][number][number]) =>
    typeof cell === 'object' && cell !== null ? cell.value : (cell ?? '');
  return sheets.flatMap(({ name, rows }) => [name, ...rows.map((row) => row.map(cellText).join(' | '))]).join('\n');
}
