import { type Block, paragraph, type SampleDocument, table, title } from '../blocks.ts';
import type { Mail, MailAddress } from '../writers/eml.ts';

const casteran: MailAddress = { name: 'Nuria Casterán Vidal', address: 'ncasteran@puentesarlon.example.com' };
const arrizabal: MailAddress = { name: 'Tomás Arrizabal Peche', address: 'obras@penaluenga.example.org' };
const ferrandis: MailAddress = { name: 'Lucía Ferrandis Abellán', address: 'lferrandis@ingenieria.example.org' };
const halloway: MailAddress = { name: 'Imogen Halloway', address: 'i.halloway@northwater.example.com' };
const prowse: MailAddress = { name: 'Edmund Prowse', address: 'accounts@northwater.example.com' };
const zaldua: MailAddress = { name: 'Fermín Zaldúa Ortega', address: 'presidencia@acequiahonda.example.org' };

const packingBlocks: readonly Block[] = [
  title('PACKING LIST: CONSIGNMENT C-3'),
  paragraph(
    'Seller: Northwater Pipe Systems Ltd. Order: SC-2024/031. Vessel: MV Grey Heron. Country of origin: Harrowmere.',
  ),
  table(
    ['Lot', 'Article', 'Pieces', 'Gross weight (kg)'],
    ['N-7731', 'Ductile iron pipe DN 400, 6 m', '192', '121,920'],
    ['N-7732', 'Ductile iron pipe DN 400, 6 m', '96', '60,960'],
    ['N-7733', 'Restrained joint DN 400', '74', '3,108'],
    ['N-7734', 'Gasket EPDM DN 400', '310', '217'],
  ),
  paragraph(
    'The goods travel on 14 flat racks. Seal numbers HX-20881 to HX-20894. Keep gaskets away from sunlight and below 25 degrees Celsius.',
  ),
];

/** Attached to a mail and nowhere else. */
export const packingList: SampleDocument = {
  title: 'Packing list, consignment C-3',
  author: 'Northwater Pipe Systems Ltd',
  date: '2025-02-18',
  language: 'en',
  pageHead: 'Northwater Pipe Systems Ltd',
  blocks: packingBlocks,
};

export const rainfall = `Mes;Lluvia (mm);Media histórica (mm);Días no trabajados
septiembre 2024;41,2;38,0;1
octubre 2024;188,6;57,5;12
noviembre 2024;143,0;61,0;11
diciembre 2024;96,4;54,2;7
`;

export const extensionRequest: Mail = {
  messageId: '20250108.0912.417@puentesarlon.example.com',
  date: 'Wed, 08 Jan 2025 09:12:44 +0100',
  from: casteran,
  to: [arrizabal],
  cc: [ferrandis],
  subject: 'Contrato 2024/17: solicitud de ampliación de plazo',
  body: `Estimado Tomás:

En nombre del contratista le solicito una ampliación de tres meses y medio, hasta finales de enero de 2026, por dos causas que no nos son imputables:

1. Las lluvias del otoño nos han impedido trabajar treinta y un días. Le adjunto los datos del pluviómetro de La Vadera.
2. El refuerzo de la pila P2 no estaba previsto en el proyecto y exige traer una máquina de micropilotes desde fuera de la comarca.

No reclamamos gastos generales si se nos concede antes de fin de mes. Quedo a su disposición en el 900 000 033.

Un saludo,
Nuria Casterán
Jefa de obra`,
  attachments: [
    { name: 'pluviometria-otono-2024.csv', mediaType: 'text/csv; charset=utf-8', content: Buffer.from(rainfall) },
  ],
};

export function pipeDelay(packingListFile: Uint8Array): Mail {
  return {
    messageId: '20250219.1640.88@northwater.example.com',
    date: 'Wed, 19 Feb 2025 16:40:05 +0000',
    from: halloway,
    to: [casteran],
    subject: 'Third consignment: new arrival date',
    body: `Dear Nuria,

I am sorry to tell you that the third consignment will not reach La Vadera on 24 February as promised. The dockers at Harrowmere have been on strike since Monday and our vessel is waiting outside the harbour.

The forwarding agent now expects the trucks at your gate on 12 March. The fourth consignment is not affected by the strike but will follow three weeks later, because the same trucks are used.

We shall bear the cost of the extra storage. The packing list is attached; please check lot N-7733 with special care, since those joints come from a new foundry.

Kind regards,
Imogen Halloway
Commercial Director, 555-0142`,
    attachments: [
      {
        name: 'packing-list-c3.docx',
        mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        content: packingListFile,
      },
    ],
  };
}

/** Contradicts the subcontract on the retention, on purpose. */
export const retentionMail: Mail = {
  messageId: '20250404.1105.12@puentesarlon.example.com',
  date: 'Fri, 04 Apr 2025 11:05:31 +0200',
  from: { name: 'Accounts, Puentes y Caminos del Arlón', address: 'cuentas@puentesarlon.example.com' },
  to: [prowse],
  cc: [halloway],
  subject: 'Re: Deductions from interim payments 5 and 6',
  body: `Dear Mr Prowse,

Thank you for your letter of 28 March. The retention on your interim payments is 10%, as your commercial director accepted by telephone when the joints failed the test, and not the figure in the original agreement. We have therefore kept back EUR 21,840.00 from payment 6.

Interim payment 7 will be made on 30 April by bank transfer.

Yours sincerely,
Accounts department`,
};

export const irrigatorsComplaint: Mail = {
  messageId: '20250602.0803.5@acequiahonda.example.org',
  date: 'Mon, 02 Jun 2025 08:03:19 +0200',
  from: zaldua,
  to: [arrizabal],
  subject: 'Reclamación por el corte de la acequia',
  body: `Muy señor mío:

Como presidente de la Comunidad de Regantes de la Acequia Honda, pongo en su conocimiento que las máquinas de la obra cegaron la acequia entre el 22 y el 30 de mayo. Ciento doce fincas se quedaron sin riego en plena floración.

Nuestro perito agrícola valora los daños en 14.750 euros, casi todo en melocotón y judía verde. Pedimos que los abone la empresa constructora o, en su defecto, el Ayuntamiento, y que se nos avise con una semana cuando vuelvan a tocar la compuerta.

Si no recibimos respuesta antes del 20 de junio acudiremos a la Confederación Hidrográfica del Arlón.

Atentamente,
Fermín Zaldúa Ortega`,
};

export const legalQuestion: Mail = {
  messageId: '20250610.1320.9@penaluenga.example.org',
  date: 'Tue, 10 Jun 2025 13:20:00 +0200',
  from: { name: 'Begoña Ibarrola Quintana', address: 'secretaria@penaluenga.example.org' },
  to: [{ name: 'Remedios Castañar Olmedo', address: 'alcaldia@penaluenga.example.org' }],
  subject: 'Informe sobre la reclamación de los regantes',
  body: `Alcaldesa:

He mirado la reclamación de la Acequia Honda. El contratista responde de los daños a terceros y tiene seguro; propongo darle traslado y no pagar nada con cargo al presupuesto municipal. La franquicia de su póliza de responsabilidad civil es de 6.000 euros, de modo que el resto debería asumirlo la aseguradora.

Convendría citar a don Fermín el jueves 12 de junio a las 12:00 en el salón de plenos.

Begoña`,
};
