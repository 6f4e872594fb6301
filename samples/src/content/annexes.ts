import { list, paragraph, type SampleDocument, section, table, title } from '../blocks.ts';

export const technicalAnnex: SampleDocument = {
  title: 'Anexo I. Prescripciones técnicas particulares',
  author: 'Lucía Ferrandis Abellán',
  date: '2024-01-18',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Anexo I · Prescripciones técnicas',
  blocks: [
    title('ANEXO I. PRESCRIPCIONES TÉCNICAS PARTICULARES'),
    section('1. Puente sobre el río Arlón'),
    paragraph(
      'El puente es una viga continua de hormigón pretensado de tres vanos, de 32, 45 y 32 metros de luz, con una longitud total de 109 metros. El tablero mide 11,60 metros de ancho y aloja dos carriles de 3,50 metros, arcenes y una acera de 1,80 metros aguas abajo.',
    ),
    paragraph(
      'Gálibo: entre la cara inferior del tablero y la lámina de agua de la avenida de quinientos años quedará un resguardo mínimo de 1,50 metros.',
    ),
    table(
      ['Elemento', 'Material', 'Resistencia o tipo'],
      ['Pilotes', 'Hormigón', 'HA-30/F/20'],
      ['Pilas y estribos', 'Hormigón', 'HA-35/B/20'],
      ['Tablero', 'Hormigón pretensado', 'HP-50/F/16'],
      ['Armadura pasiva', 'Acero corrugado', 'B 500 SD'],
      ['Armadura activa', 'Acero de pretensar', 'Y 1860 S7'],
    ),
    section('2. Cimentación'),
    paragraph(
      'Las pilas P1 y P2 se cimientan sobre seis pilotes cada una, de 1.250 milímetros de diámetro y 22 metros de profundidad, empotrados al menos tres diámetros en la caliza sana. Se define como «asiento admisible» el descenso vertical de la cabeza de la pila que no obliga a recalzar; para esta obra se fija en 25 milímetros.',
    ),
    section('3. Conducción de agua potable'),
    paragraph(
      'La conducción tiene 6.840 metros de longitud, en tubería de fundición dúctil de 400 milímetros de diámetro nominal, clase C40, con revestimiento interior de mortero de cemento. El depósito del cerro Mochuelo almacena 2.500 metros cúbicos.',
    ),
    paragraph(
      'Antes de su puesta en servicio, la tubería se someterá a una presión de prueba de 16 bares durante dos horas; la caída no superará 0,2 bares.',
    ),
    paragraph('El cloro residual libre en la red estará comprendido entre 0,2 y 1,0 miligramos por litro.'),
    section('4. Ensayos y control'),
    list(
      'Hormigón: una serie de cuatro probetas por cada 50 metros cúbicos, rotas a 7 y a 28 días.',
      'Soldaduras: ultrasonidos en el 20 % de los empalmes de la armadura de los pilotes.',
      'Prueba de carga del puente con ocho camiones de 26 toneladas antes de la recepción.',
    ),
    section('5. Horario y medio ambiente'),
    paragraph(
      'No se trabajará dentro del cauce entre el 1 de marzo y el 15 de junio, época de freza de la trucha. El ruido en la fachada de las viviendas no pasará de 65 decibelios entre las 8 y las 20 horas.',
    ),
  ],
};

export const penaltiesAnnex: SampleDocument = {
  title: 'Anexo II. Cuadro de penalidades',
  author: 'Servicio de Obras',
  date: '2024-01-22',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Anexo II',
  blocks: [
    title('ANEXO II. CUADRO DE PENALIDADES'),
    paragraph(
      'Las penalidades se imponen por acuerdo del órgano de contratación, oído el contratista por cinco días hábiles, y se descuentan de la certificación siguiente.',
    ),
    table(
      ['Código', 'Incumplimiento', 'Penalidad'],
      ['P-01', 'No entregar la actualización trimestral del programa de trabajo', '1.200 euros por cada vez'],
      ['P-02', 'Trabajadores sin equipo de protección individual', '600 euros por trabajador y día'],
      ['P-03', 'Vertido al cauce del río', '12.000 euros por vertido'],
      ['P-04', 'Trabajar en el cauce en época de freza', '9.000 euros por día'],
      ['P-05', 'Subcontratar sin comunicación previa', '15.000 euros por subcontrato'],
      ['P-06', 'Dejar sin agua a los vecinos sin aviso de 72 horas', '4.500 euros por corte'],
      ['P-07', 'Ausencia del jefe de obra más de dos días seguidos', '800 euros por día'],
    ),
    section('Límite'),
    paragraph(
      'La suma de las penalidades de este anexo no podrá exceder del 10 % del precio del contrato; alcanzado ese límite, procede la resolución.',
    ),
    section('Destino'),
    paragraph('El importe de las penalidades se ingresará en el fondo municipal de reforestación de la ribera.'),
  ],
};
