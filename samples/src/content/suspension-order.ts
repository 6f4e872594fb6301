import { paragraph, type SampleDocument, section, title } from '../blocks.ts';

/** Exists only as a scan: what it says can be found in no other document. */
export const suspensionOrder: SampleDocument = {
  title: 'Orden de paralización n.º 3',
  author: 'Lucía Ferrandis Abellán',
  date: '2025-02-03',
  language: 'es',
  pageHead: 'DIRECCIÓN FACULTATIVA · OBRAS DEL CONTRATO 2024/17',
  blocks: [
    title('ORDEN DE PARALIZACIÓN N.º 3'),
    paragraph('Registro de entrada: 2025-E-00618'),
    paragraph('Peñaluenga del Arlón, 3 de febrero de 2025'),
    section('Hechos'),
    paragraph(
      'A las 6:40 horas de hoy el caudal del río Arlón en la estación de La Vadera ha alcanzado los 318 metros cúbicos por segundo. El agua ha cubierto la ataguía de la pila P1 y ha arrastrado una bomba de achique y parte del encofrado.',
    ),
    section('Orden'),
    paragraph(
      'Se ordena la paralización inmediata de todos los trabajos dentro del cauce y en ambos estribos. La paralización durará diecisiete días, hasta el 20 de febrero de 2025 inclusive, salvo nueva orden.',
    ),
    paragraph('Pueden continuar los trabajos de la conducción de agua situados por encima de la cota 430.'),
    section('Medidas'),
    paragraph(
      'El contratista retirará la grúa móvil de 80 toneladas a la explanada del lavadero antes de las 14:00 horas y mantendrá vigilancia durante la noche. El vigilante designado es don Casimiro Urrutia Belmonte.',
    ),
    paragraph('Los días de paralización no son imputables al contratista.'),
    paragraph('La directora de las obras: Lucía Ferrandis Abellán, colegiada 00417.'),
  ],
};
