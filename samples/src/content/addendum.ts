import { paragraph, type SampleDocument, section, title } from '../blocks.ts';

/** Moves the delivery date of the contract: the two documents contradict each other on purpose. */
export const addendum: SampleDocument = {
  title: 'Adenda n.º 1 al contrato 2024/17',
  author: 'Ayuntamiento de Peñaluenga del Arlón',
  date: '2025-01-20',
  language: 'es',
  pageHead: 'Ayuntamiento de Peñaluenga del Arlón · Expediente 2024/17 · Adenda 1',
  blocks: [
    title('ADENDA N.º 1 AL CONTRATO DE OBRAS 2024/17'),
    paragraph(
      'En Peñaluenga del Arlón, a 20 de enero de 2025, las mismas partes que firmaron el contrato 2024/17 acuerdan modificarlo.',
    ),
    section('Motivos'),
    paragraph(
      'El contratista solicitó la prórroga el 8 de enero de 2025 por las lluvias extraordinarias del otoño y por el refuerzo de la cimentación de la pila P2. La dirección facultativa informó favorablemente el 15 de enero de 2025.',
    ),
    section('Primero. Nuevo plazo'),
    paragraph(
      'Se modifica la cláusula tercera: las obras deberán entregarse terminadas, a más tardar, el 30 de enero de 2026. La ampliación no dará derecho a indemnización por gastos generales.',
    ),
    section('Segundo. Precio'),
    paragraph(
      'El precio se incrementa en 287.400,00 euros, IVA excluido, por el refuerzo de la cimentación mediante micropilotes. El precio modificado es de 5.149.750,00 euros, IVA excluido.',
    ),
    section('Tercero. Garantía complementaria'),
    paragraph('El contratista reajustará la garantía definitiva en 14.370,00 euros en el plazo de quince días.'),
    section('Cuarto. Hitos parciales'),
    paragraph(
      'Se fijan dos hitos intermedios: el tablero estará hormigonado antes del 31 de julio de 2025 y la conducción de agua se pondrá en servicio antes del 30 de septiembre de 2025. El incumplimiento de cada hito se penaliza con 18.000 euros.',
    ),
    section('Quinto. Vigencia de lo demás'),
    paragraph(
      'Las demás cláusulas del contrato conservan su redacción. Firman la alcaldesa, Remedios Castañar Olmedo, y el apoderado, Evaristo Monleón Ruipérez.',
    ),
  ],
};
