import { type Block, paragraph, type SampleDocument, section, table, title } from '../blocks.ts';

const clauses: readonly Block[] = [
  title('CONTRATO ADMINISTRATIVO DE OBRAS 2024/17'),
  paragraph(
    'Construcción del puente de la variante y de la conducción de agua potable de Peñaluenga del Arlón. Expediente de contratación 2024/17, tramitado por procedimiento abierto.',
  ),
  section('REUNIDOS'),
  paragraph(
    'De una parte, doña Remedios Castañar Olmedo, alcaldesa del Ayuntamiento de Peñaluenga del Arlón, con NIF de la corporación P-00001234, asistida por doña Begoña Ibarrola Quintana, secretaria-interventora, que da fe del acto.',
  ),
  paragraph(
    'De otra parte, don Evaristo Monleón Ruipérez, en representación de Puentes y Caminos del Arlón, S. A. (en adelante, «el contratista»), con NIF J-12345678 y domicilio social en la calle del Molino, 14, de Peñaluenga del Arlón, según poder otorgado el 6 de febrero de 2019.',
  ),
  section('ANTECEDENTES'),
  paragraph(
    'La Junta de Gobierno Local adjudicó el contrato el 22 de febrero de 2024 a la oferta con mejor relación calidad-precio. El contratista constituyó la garantía y acreditó estar al corriente de sus obligaciones tributarias y con la Seguridad Social.',
  ),
  section('Cláusula primera. Objeto'),
  paragraph(
    'El contrato tiene por objeto la ejecución de un puente de tres vanos sobre el río Arlón, con sus accesos, y de la conducción de agua potable entre el manantial de Fuenrubia y el depósito del cerro Mochuelo, conforme al proyecto redactado por la ingeniera de caminos doña Lucía Ferrandis Abellán.',
  ),
  section('Cláusula segunda. Precio'),
  paragraph(
    'El precio del contrato es de 4.862.350,00 euros, al que corresponde un IVA (21 %) de 1.021.093,50 euros, lo que hace un total de 5.883.443,50 euros. No procede la revisión de precios durante los dos primeros años.',
  ),
  section('Cláusula tercera. Plazo de ejecución'),
  paragraph(
    'El plazo de ejecución es de dieciocho meses, contados desde el día siguiente al de la firma del acta de comprobación del replanteo. Las obras deberán entregarse terminadas, a más tardar, el 15 de octubre de 2025.',
  ),
  paragraph(
    'El contratista presentará el programa de trabajo en los treinta días siguientes a la formalización y lo actualizará cada trimestre.',
  ),
  section('Cláusula cuarta. Pago'),
  paragraph(
    'Las obras se abonarán mediante certificaciones mensuales expedidas por la dirección facultativa dentro de los diez primeros días del mes siguiente. El Ayuntamiento aprobará cada certificación en treinta días y la pagará en los treinta días posteriores a su aprobación, en la cuenta ES00 0000 0000 0000 0000 0017 del contratista.',
  ),
  paragraph('La demora en el pago devengará el interés legal incrementado en ocho puntos.'),
  section('Cláusula quinta. Garantías'),
  paragraph(
    'El contratista ha constituido una garantía definitiva de 243.117,50 euros, equivalente al 5 % del precio sin IVA, mediante el aval AV-2024-00391 del Banco Ficticio del Sur. La garantía se devolverá al término del plazo de garantía, si no hay responsabilidades que exigir.',
  ),
  paragraph('El plazo de garantía de las obras es de veinticuatro meses desde la fecha del acta de recepción.'),
  section('Cláusula sexta. Dirección facultativa y responsable del contrato'),
  paragraph(
    'Dirige las obras doña Lucía Ferrandis Abellán, colegiada 00417. El responsable del contrato por parte del Ayuntamiento es don Tomás Arrizabal Peche, jefe del Servicio de Obras. La coordinación de seguridad y salud corresponde a don Teodoro Gallego Lumbreras.',
  ),
  section('Cláusula séptima. Subcontratación'),
  paragraph(
    'El contratista podrá subcontratar hasta el 40 % del importe de adjudicación, previa comunicación escrita con diez días de antelación. No podrá subcontratarse la ejecución de las pilas ni del tablero del puente.',
  ),
  section('Cláusula octava. Seguros'),
  paragraph(
    'El contratista mantendrá vigente durante toda la obra, y hasta el final del plazo de garantía, un seguro de responsabilidad civil con un límite no inferior a 3.000.000 euros por siniestro, y un seguro a todo riesgo de construcción por el importe íntegro de la obra.',
  ),
  section('Cláusula novena. Penalidades'),
  paragraph(
    'Si el contratista se retrasa en la entrega por causas que le sean imputables, el Ayuntamiento le impondrá una penalidad diaria de 0,60 euros por cada 1.000 euros del precio del contrato, IVA excluido. Las restantes penalidades se recogen en el anexo II.',
  ),
  paragraph(
    'Cuando las penalidades por demora alcancen el 5 % del precio, el órgano de contratación podrá resolver el contrato o acordar su continuación con nuevas penalidades.',
  ),
  section('Cláusula décima. Modificaciones'),
  paragraph(
    'Las modificaciones previstas no podrán superar, en conjunto, el 20 % del precio inicial. Toda orden de cambio requiere informe de la dirección facultativa y aprobación de la alcaldía.',
  ),
  section('Cláusula undécima. Suspensión'),
  paragraph(
    'La dirección facultativa podrá ordenar la paralización temporal de los trabajos cuando peligre la seguridad de las personas o la estabilidad de lo construido. De toda paralización se levantará orden escrita, y los días de suspensión no imputables al contratista se añadirán al plazo.',
  ),
  section('Cláusula duodécima. Resolución y jurisdicción'),
  paragraph(
    'Son causas de resolución el abandono de la obra durante más de veinte días hábiles, la cesión no autorizada y el incumplimiento de las condiciones esenciales. Las controversias se someterán a los juzgados de lo contencioso-administrativo de Arlonia.',
  ),
  section('Anexos'),
  table(
    ['Anexo', 'Contenido'],
    ['I', 'Prescripciones técnicas particulares'],
    ['II', 'Cuadro de penalidades'],
    ['III', 'Presupuesto y cuadro de precios'],
  ),
  paragraph('Formalizado en Peñaluenga del Arlón, el 14 de marzo de 2024.'),
];

export const contract: SampleDocument = {
  title: 'Contrato administrativo de obras 2024/17',
  author: 'Ayuntamiento de Peñaluenga del Arlón',
  date: '2024-03-14',
  language: 'es',
  pageHead: 'Ayuntamiento de Peñaluenga del Arlón · Expediente 2024/17',
  blocks: clauses,
};

/** The copy with the visible marks of the electronic signatures; the marks are text, no cryptographic signature. */
export const signedContract: SampleDocument = {
  ...contract,
  title: 'Contrato administrativo de obras 2024/17 (ejemplar firmado)',
  blocks: [
    ...clauses,
    section('Firmas electrónicas'),
    table(
      ['Firmante', 'En calidad de', 'Fecha y hora'],
      ['Remedios Castañar Olmedo', 'Alcaldesa', '14/03/2024 11:02:37'],
      ['Evaristo Monleón Ruipérez', 'Apoderado del contratista', '14/03/2024 11:09:12'],
      ['Begoña Ibarrola Quintana', 'Secretaria-interventora', '14/03/2024 11:15:48'],
    ),
    paragraph('Código seguro de verificación: PLA-7Q2X-0417-ZZ91. Verificable en https://sede.example.org/csv'),
  ],
};
