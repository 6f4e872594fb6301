import { list, paragraph, type SampleDocument, section, table, title } from '../blocks.ts';

export const setOutMinutes: SampleDocument = {
  title: 'Acta de comprobación del replanteo',
  author: 'Lucía Ferrandis Abellán',
  date: '2024-04-15',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Acta de comprobación del replanteo',
  blocks: [
    title('ACTA DE COMPROBACIÓN DEL REPLANTEO'),
    paragraph(
      'En el paraje de La Vadera, término de Peñaluenga del Arlón, a las 10:30 horas del 15 de abril de 2024, se reúnen los abajo firmantes para comprobar el replanteo de las obras del contrato 2024/17.',
    ),
    section('Asistentes'),
    list(
      'Doña Lucía Ferrandis Abellán, directora de las obras.',
      'Don Tomás Arrizabal Peche, responsable del contrato.',
      'Don Evaristo Monleón Ruipérez, apoderado del contratista.',
      'Doña Nuria Casterán Vidal, jefa de obra.',
    ),
    section('Resultado'),
    paragraph(
      'Comprobadas las bases de replanteo y la disponibilidad de los terrenos, se declara la viabilidad del proyecto y se autoriza el inicio de las obras a partir del 16 de abril de 2024.',
    ),
    paragraph(
      'Queda pendiente de ocupación la parcela 212 del polígono 7, de don Anselmo Tordera Gil, cuya expropiación se pagará en 18.640 euros. No afecta al comienzo de los trabajos.',
    ),
    paragraph(
      'El contratista advierte de una línea eléctrica de 20 kilovoltios que cruza el estribo norte y deberá desviarse antes de hincar pilotes.',
    ),
  ],
};

export const siteMeeting11: SampleDocument = {
  title: 'Acta de la reunión de obra n.º 11',
  author: 'Nuria Casterán Vidal',
  date: '2025-03-11',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Reunión de obra n.º 11',
  blocks: [
    title('ACTA DE LA REUNIÓN DE OBRA N.º 11'),
    paragraph('Fecha: 11 de marzo de 2025. Lugar: caseta de obra de La Vadera. Preside doña Lucía Ferrandis Abellán.'),
    section('1. Asistencia'),
    table(
      ['Persona', 'Entidad', 'Asiste'],
      ['Lucía Ferrandis Abellán', 'Dirección facultativa', 'Sí'],
      ['Tomás Arrizabal Peche', 'Ayuntamiento', 'Sí'],
      ['Nuria Casterán Vidal', 'Puentes y Caminos del Arlón', 'Sí'],
      ['Imogen Halloway', 'Northwater Pipe Systems', 'Por videollamada'],
      ['Teodoro Gallego Lumbreras', 'Seguridad y salud', 'No, excusado'],
    ),
    section('2. Puente'),
    paragraph(
      'Terminados los micropilotes de refuerzo de la pila P2 el 27 de febrero. El nivel topográfico no registra nuevos descensos desde el 3 de marzo. Se acuerda empezar la cimbra del vano central el 24 de marzo.',
    ),
    section('3. Conducción de agua'),
    paragraph(
      'Se ensayó el tramo 1, de 2.310 metros, a 16 bares. La presión bajó 0,5 bares en dos horas, por lo que la prueba se da por no superada. La jefa de obra sospecha de tres juntas mal montadas en el cruce del barranco del Cuervo. El ensayo se repetirá el 26 de marzo de 2025.',
    ),
    section('4. Seguridad'),
    paragraph(
      'El 4 de marzo un peón, contratado por la subcontrata de encofrados, se fracturó la muñeca al caer de una escalera de mano. Se sustituyen todas las escaleras de mano por torres con plataforma.',
    ),
    section('5. Acuerdos'),
    list(
      'Northwater entregará los certificados de las juntas antes del 20 de marzo.',
      'El Ayuntamiento tramitará el corte de la carretera local AR-118 para los días de hormigonado.',
      'La próxima reunión será el 8 de abril de 2025, a las 9:30 horas.',
    ),
  ],
};
