import { list, paragraph, type SampleDocument, section, table, title } from '../blocks.ts';

export const subcontract: SampleDocument = {
  title: 'Subcontract SC-2024/031: drinking-water pipeline',
  author: 'Puentes y Caminos del Arlón, S. A.',
  date: '2024-06-10',
  language: 'en',
  pageHead: 'Subcontract SC-2024/031 · Confidential',
  blocks: [
    title('SUBCONTRACT AGREEMENT SC-2024/031'),
    paragraph(
      'This agreement is made on 10 June 2024 between Puentes y Caminos del Arlón, S. A. (the "Main Contractor") and Northwater Pipe Systems Ltd, of 3 Weir Lane, Harrowmere (the "Subcontractor"), company number 00009917, represented by its commercial director, Imogen Halloway.',
    ),
    section('1. Scope'),
    paragraph(
      'The Subcontractor shall supply, lay and test 6,840 metres of ductile iron pipe, nominal diameter 400 mm, with all joints and fittings. Civil works for the reservoir are excluded.',
    ),
    section('2. Subcontract sum'),
    paragraph(
      'The subcontract sum is EUR 1,318,900.00, excluding value added tax, on a fixed-price basis. The rate for additional trench excavation in rock is EUR 46.50 per cubic metre.',
    ),
    section('3. Programme'),
    paragraph(
      'Pipes shall reach the site in four consignments, the last of them no later than 31 January 2025. The whole of the subcontract works shall be complete by 29 August 2025.',
    ),
    section('4. Retention'),
    paragraph(
      'The Main Contractor shall retain 5% of every interim payment. One half of the retention is released on completion and the other half twelve months later.',
    ),
    section('5. Delay damages'),
    paragraph(
      'If the Subcontractor fails to complete on time it shall pay liquidated damages of EUR 1,150 for each calendar day, capped at 8% of the subcontract sum.',
    ),
    section('6. Insurance'),
    paragraph(
      'The Subcontractor shall carry product liability insurance of at least EUR 2,000,000 for any one occurrence and shall send the certificate before work starts.',
    ),
    section('7. Definitions'),
    list(
      '"Consignment" means a shipment of pipes with one packing list and one mill certificate.',
      '"Defects Period" means the eighteen months following completion of the subcontract works.',
      '"Practical Completion" means the state in which the pipeline can carry water safely, minor snags excepted.',
    ),
    section('8. Disputes'),
    paragraph(
      'Any dispute goes first to a meeting of directors within fourteen days, then to an adjudicator named by the Harrowmere Institute of Engineers. The language of the proceedings is English.',
    ),
    section('9. Termination'),
    paragraph(
      "Either party may end this agreement on 28 days' written notice if the other is in serious breach and has not put it right. Cutting a live water main without permission is a serious breach.",
    ),
    paragraph('Signed: Evaristo Monleón Ruipérez; Imogen Halloway.'),
  ],
};

/** Contradicts the laboratory on the settlement of pier P2, on purpose. */
export const expertReport: SampleDocument = {
  title: 'Expert report on the settlement of pier P2',
  author: 'Dr Alasdair Pemberton',
  date: '2024-12-19',
  language: 'en',
  pageHead: 'Tarnhelm Geotechnical LLP · Report TG-2291',
  blocks: [
    title('EXPERT REPORT TG-2291: SETTLEMENT OF PIER P2'),
    paragraph(
      'Prepared by Dr Alasdair Pemberton, Tarnhelm Geotechnical LLP, for the Town Council of Peñaluenga del Arlón. Site visit: 12 and 13 December 2024. Date of report: 19 December 2024.',
    ),
    section('Summary'),
    paragraph(
      'Pier P2 of the Arlón bridge has settled by 38 mm since the pile cap was cast, which is more than the specification tolerates. In my opinion two of the six piles do not reach sound limestone.',
    ),
    section('Instructions'),
    paragraph(
      'I was asked to say how far the pier has moved, why, whether it is safe, and what should be done. I was given the pile records, the borehole logs and laboratory report EA-2024-1187.',
    ),
    section('Method'),
    paragraph(
      'Levels were taken from a deep datum 60 metres from the river bank. The datum BR-3 used by the laboratory stands on made ground and has itself gone down; its figures therefore understate the movement.',
    ),
    section('Findings'),
    table(
      ['Pile', 'Recorded depth (m)', 'Depth by sonic test (m)', 'Finding'],
      ['P2-1', '22.0', '22.1', 'Sound'],
      ['P2-2', '22.0', '21.9', 'Sound'],
      ['P2-3', '22.0', '17.4', 'Short'],
      ['P2-4', '22.0', '18.2', 'Short'],
      ['P2-5', '22.0', '22.0', 'Sound'],
      ['P2-6', '22.0', '22.3', 'Sound'],
    ),
    paragraph(
      'The short piles stopped in a cavity filled with clay. The borehole nearest to them, S-4, was drilled nine metres away and missed it.',
    ),
    section('Safety'),
    paragraph(
      'There is no risk of sudden collapse. No load should be placed on the pier until it has been underpinned.',
    ),
    section('Recommendation'),
    paragraph(
      'I recommend fourteen micropiles of 220 mm diameter, drilled to 26 metres, grouted under pressure and tied into an enlarged pile cap. I estimate the cost at between EUR 260,000 and EUR 310,000 and the duration at seven weeks.',
    ),
    section('Declaration'),
    paragraph('My fee does not depend on the outcome. I have no interest in either company.'),
  ],
};

export const disputeNotice: SampleDocument = {
  title: 'Notice of dispute, claim no. 2',
  author: 'Imogen Halloway',
  date: '2025-06-17',
  language: 'en',
  pageHead: 'Northwater Pipe Systems Ltd · Claim no. 2',
  blocks: [
    title('NOTICE OF DISPUTE: CLAIM NO. 2'),
    paragraph(
      'To: Puentes y Caminos del Arlón, S. A. From: Northwater Pipe Systems Ltd. Date: 17 June 2025. Subcontract SC-2024/031.',
    ),
    section('What we claim'),
    table(
      ['Item', 'Description', 'Amount (EUR)'],
      ['1', 'Rock excavation beyond the measured quantity, Cuervo ravine', '58,420.00'],
      ['2', 'Standing time of the laying crew during the flood, 17 days', '31,280.00'],
      ['3', "Repair of joints damaged by the main contractor's dumper", '12,300.00'],
    ),
    paragraph('The claim comes to EUR 102,000.00 in total, plus interest at 7% a year from the date of this notice.'),
    section('Why'),
    paragraph(
      'The joints that failed the pressure test in March had been run over by a dumper on 6 March, as the site diary shows. We relaid them at our own cost under protest.',
    ),
    section('Next step'),
    paragraph(
      'We ask for the meeting of directors to be held in Peñaluenga on 1 July 2025 at the latest. If there is no settlement we shall refer the matter to adjudication.',
    ),
  ],
};
