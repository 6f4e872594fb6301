import { list, paragraph, type SampleDocument, section, table, title } from '../blocks.ts';

export const changeOrder: SampleDocument = {
  title: 'Orden de cambio n.º 4',
  author: 'Lucía Ferrandis Abellán',
  date: '2025-05-06',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Orden de cambio n.º 4',
  blocks: [
    title('ORDEN DE CAMBIO N.º 4'),
    paragraph('Fecha: 6 de mayo de 2025. Contrato 2024/17. Solicitante: Servicio de Obras.'),
    section('Descripción'),
    paragraph(
      'Se añade un bypass con dos válvulas de mariposa de 400 milímetros y una arqueta en el punto kilométrico 4,120 de la conducción, para poder aislar el barrio de Las Eras sin dejar sin servicio al resto del municipio.',
    ),
    section('Valoración'),
    table(
      ['Concepto', 'Medición', 'Precio (€)', 'Importe (€)'],
      ['Válvula de mariposa DN 400', '2', '9.850,00', '19.700,00'],
      ['Arqueta de hormigón 3 × 3 m', '1', '14.300,00', '14.300,00'],
      ['Tubería y piezas especiales', '1', '21.600,00', '21.600,00'],
      ['Telemando', '1', '7.600,00', '7.600,00'],
    ),
    paragraph('Importe total: 63.200,00 euros, IVA excluido. No altera el plazo de entrega.'),
    section('Tramitación'),
    paragraph(
      'Informada favorablemente por la dirección facultativa y aprobada por la alcaldía el 19 de mayo de 2025, decreto 2025/0388.',
    ),
  ],
};

export const safetyPlan: SampleDocument = {
  title: 'Plan de seguridad y salud (extracto)',
  author: 'Teodoro Gallego Lumbreras',
  date: '2024-04-02',
  language: 'es',
  pageHead: 'Contrato 2024/17 · Plan de seguridad y salud · Rev. 2',
  blocks: [
    title('PLAN DE SEGURIDAD Y SALUD (EXTRACTO)'),
    section('1. Definiciones'),
    paragraph(
      'Se entiende por «recurso preventivo» la persona con formación de al menos sesenta horas que vigila los trabajos de riesgo especial y puede detenerlos. El recurso preventivo de la obra es doña Clara Bonastre Iriarte.',
    ),
    section('2. Trabajos de riesgo especial'),
    list(
      'Izado de vigas y dovelas: prohibido con viento superior a 50 kilómetros por hora.',
      'Zanjas de más de 1,30 metros de profundidad: siempre entibadas.',
      'Trabajos sobre el río: chaleco salvavidas y embarcación de rescate.',
    ),
    section('3. Emergencias'),
    paragraph(
      'En caso de accidente grave se llamará al 900 000 017 y se trasladará al herido al centro de salud de Villacorza, a 12 minutos por la carretera AR-118. El botiquín y el desfibrilador están en la caseta de obra.',
    ),
    paragraph('El punto de reunión es la explanada del antiguo lavadero.'),
    section('4. Formación'),
    table(
      ['Curso', 'Duración', 'Obligatorio para'],
      ['Básico de construcción', '20 horas', 'Todo el personal'],
      ['Trabajos en altura', '8 horas', 'Encofradores y ferrallistas'],
      ['Espacios confinados', '6 horas', 'Personal de la conducción'],
    ),
  ],
};

/** Contradicts the expert report on the settlement of pier P2, on purpose. */
export const laboratoryReport: SampleDocument = {
  title: 'Informe de ensayo EA-2024-1187: nivelación de la pila P2',
  author: 'Ensayos del Arlón, S. L.',
  date: '2024-12-03',
  language: 'es',
  pageHead: 'Ensayos del Arlón, S. L. · Informe EA-2024-1187',
  blocks: [
    title('INFORME DE ENSAYO EA-2024-1187'),
    paragraph(
      'Peticionario: Puentes y Caminos del Arlón, S. A. Objeto: nivelación de precisión de la cabeza de la pila P2. Fecha de la toma de datos: 28 de noviembre de 2024.',
    ),
    section('Resultados'),
    paragraph(
      'El asiento acumulado de la pila P2 es de 21 milímetros, medido respecto de la base BR-3, con una incertidumbre de ±2 milímetros.',
    ),
    table(
      ['Punto', 'Cota inicial (m)', 'Cota medida (m)', 'Descenso (mm)'],
      ['P2-A', '412,386', '412,364', '22'],
      ['P2-B', '412,391', '412,371', '20'],
      ['P2-C', '412,388', '412,367', '21'],
    ),
    section('Conclusión'),
    paragraph(
      'El descenso es inferior al admisible del proyecto. Se recomienda repetir la nivelación cada quince días. Firmado: Rosalía Pinedo Artigas, directora técnica del laboratorio.',
    ),
  ],
};
