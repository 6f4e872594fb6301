import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SampleDocument } from './blocks.ts';
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
  retentionMail,
} from './content/mails.ts';
import { setOutMinutes, siteMeeting11 } from './content/minutes.ts';
import { progressSlides } from './content/progress-slides.ts';
import { changeOrder, laboratoryReport, safetyPlan } from './content/site-papers.ts';
import { suspensionOrder } from './content/suspension-order.ts';
import { writeDocx } from './writers/docx.ts';
import { writeEml } from './writers/eml.ts';
import { convert } from './writers/libreoffice.ts';
import { writeMsg } from './writers/msg.ts';
import { writeOdt } from './writers/odt.ts';
import { writePptx } from './writers/pptx.ts';
import { scanFirstPage } from './writers/scan.ts';
import { writeXlsx } from './writers/xlsx.ts';

// `node samples/src/generate.ts [folder]`: writes every generated sample. Needs LibreOffice, poppler-utils and ImageMagick; what needs none of
// them comes out byte for byte the same each time. Files in plain text (txt, md, html, csv, json) are their own source and are not touched.

const target = path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../files'));

function write(file: string, content: Uint8Array): void {
  const at = path.join(target, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, content);
  console.log(`${file} (${Math.ceil(content.length / 1024)} KiB)`);
}

async function toPdf(sample: SampleDocument): Promise<Uint8Array> {
  return convert(await writeDocx(sample), 'docx', 'pdf', sample.date);
}

const office = { author: 'Servicio de Obras', date: '2025-03-27' };

write('contrato/contrato-2024-17.docx', await writeDocx(contract));
write('contrato/contrato-2024-17-firmado.pdf', await toPdf(signedContract));
write('contrato/anexo-i-prescripciones-tecnicas.pdf', await toPdf(technicalAnnex));
write('contrato/anexo-ii-penalidades.odt', writeOdt(penaltiesAnnex));
write('contrato/adenda-1.docx', await writeDocx(addendum));

write('obra/acta-comprobacion-replanteo.docx', await writeDocx(setOutMinutes));
write('obra/acta-reunion-obra-11.docx', await writeDocx(siteMeeting11));
write('obra/orden-cambio-4.docx', await writeDocx(changeOrder));
write('obra/plan-seguridad-salud.pdf', await toPdf(safetyPlan));
write('obra/informe-laboratorio-pila-p2.pdf', await toPdf(laboratoryReport));
write('obra/orden-paralizacion-3.jpg', scanFirstPage(await toPdf(suspensionOrder)));
write('obra/avance-marzo-2025.pptx', writePptx(progressSlides, { ...office, title: 'Avance de las obras 2024/17' }));

write(
  'economico/presupuesto.xlsx',
  writeXlsx(budget, { ...office, date: '2023-11-20', title: 'Presupuesto de las obras 2024/17' }),
);

write('correo/solicitud-prorroga.eml', writeEml(extensionRequest));
write('correo/third-consignment.eml', writeEml(pipeDelay(await writeDocx(packingList))));
write('correo/retention-query.eml', writeEml(retentionMail));
write('correo/reclamacion-regantes.eml', writeEml(irrigatorsComplaint));
write('correo/informe-regantes.msg', writeMsg(legalQuestion));

write('english/subcontract-sc-2024-031.docx', await writeDocx(subcontract));
write('english/expert-report-tg-2291.pdf', await toPdf(expertReport));
write('english/notice-of-dispute-claim-2.docx', await writeDocx(disputeNotice));
const deliveries = writeXlsx(pipeDeliveries, {
  title: 'Pipe deliveries',
  author: 'Northwater Pipe Systems Ltd',
  date: '2025-04-02',
});
write('english/pipe-deliveries.ods', convert(deliveries, 'xlsx', 'ods', '2025-04-02'));
