import type { Cell, Sheet } from '../writers/xlsx.ts';

type Item = [code: string, description: string, unit: string, quantity: number, price: number];

const bridge: readonly Item[] = [
  ['1.01', 'Excavación en cimientos, terreno de tránsito', 'm³', 4250, 18.4],
  ['1.02', 'Pilote de 1.250 mm, perforado con entubación recuperable', 'm', 264, 612.5],
  ['1.03', 'Hormigón HA-35 en pilas y estribos', 'm³', 1180, 148.2],
  ['1.04', 'Acero B 500 SD en armaduras', 'kg', 386000, 1.62],
  ['1.05', 'Hormigón HP-50 en tablero', 'm³', 1420, 196.75],
  ['1.06', 'Acero de pretensar Y 1860 S7', 'kg', 58400, 3.95],
  ['1.07', 'Cimbra del tablero', 'm³', 9800, 26.4],
  ['1.08', 'Aparato de apoyo de neopreno zunchado', 'ud', 16, 1240],
  ['1.09', 'Prueba de carga', 'ud', 1, 18500],
];

const water: readonly Item[] = [
  ['2.01', 'Zanja en todo tipo de terreno', 'm³', 16400, 14.85],
  ['2.02', 'Tubería de fundición dúctil DN 400, colocada', 'm', 6840, 158.4],
  ['2.03', 'Válvula de compuerta DN 400', 'ud', 11, 6320],
  ['2.04', 'Ventosa trifuncional DN 100', 'ud', 14, 1185],
  ['2.05', 'Depósito de 2.500 m³, obra civil', 'ud', 1, 720000],
  ['2.06', 'Equipo de cloración', 'ud', 1, 27400],
];

const auxiliary: readonly Item[] = [
  ['3.01', 'Desvío de línea eléctrica de 20 kV', 'ud', 1, 64200],
  ['3.02', 'Plantación de chopos y fresnos de ribera', 'ud', 620, 38.5],
  ['3.03', 'Gestión de residuos', 't', 2900, 11.2],
  ['3.04', 'Seguridad y salud', 'ud', 1, 96300],
  ['3.05', 'Control de calidad', 'ud', 1, 41750],
];

const cents = (amount: number) => Math.round(amount * 100) / 100;
const total = (items: readonly Item[]) =>
  cents(items.reduce((sum, [, , , quantity, price]) => sum + cents(quantity * price), 0));

function chapter(name: string, items: readonly Item[]): Sheet {
  const rows: Cell[][] = items.map(([code, description, unit, quantity, price], i) => [
    code,
    description,
    unit,
    quantity,
    price,
    { formula: `ROUND(D${i + 2}*E${i + 2},2)`, value: cents(quantity * price) },
  ]);
  return {
    name,
    widths: [9, 58, 8, 12, 14, 16],
    rows: [
      ['Código', 'Descripción', 'Unidad', 'Medición', 'Precio unitario (€)', 'Importe (€)'],
      ...rows,
      [
        null,
        `Total capítulo ${name}`,
        null,
        null,
        null,
        { formula: `SUM(F2:F${items.length + 1})`, value: total(items) },
      ],
    ],
  };
}

const works = cents(total(bridge) + total(water) + total(auxiliary));
const overheads = cents(works * 0.13);
const profit = cents(works * 0.06);
const base = cents(works + overheads + profit);
const tax = cents(base * 0.21);

const summary: Sheet = {
  name: 'Resumen',
  widths: [58, 18],
  rows: [
    ['Concepto', 'Importe (€)'],
    ['Capítulo 1. Puente', { formula: `Puente!F${bridge.length + 2}`, value: total(bridge) }],
    ['Capítulo 2. Agua', { formula: `Agua!F${water.length + 2}`, value: total(water) }],
    ['Capítulo 3. Varios', { formula: `Varios!F${auxiliary.length + 2}`, value: total(auxiliary) }],
    ['Presupuesto de ejecución material', { formula: 'SUM(B2:B4)', value: works }],
    ['Gastos generales (13 %)', { formula: 'ROUND(B5*0.13,2)', value: overheads }],
    ['Beneficio industrial (6 %)', { formula: 'ROUND(B5*0.06,2)', value: profit }],
    ['Presupuesto base de licitación sin IVA', { formula: 'SUM(B5:B7)', value: base }],
    ['IVA (21 %)', { formula: 'ROUND(B8*0.21,2)', value: tax }],
    ['Presupuesto base de licitación con IVA', { formula: 'B8+B9', value: cents(base + tax) }],
  ],
};

export const budget: readonly Sheet[] = [
  summary,
  chapter('Puente', bridge),
  chapter('Agua', water),
  chapter('Varios', auxiliary),
];

/** Becomes an OpenDocument spreadsheet. */
export const pipeDeliveries: readonly Sheet[] = [
  {
    name: 'Deliveries',
    widths: [14, 14, 12, 12, 22, 40],
    rows: [
      ['Consignment', 'Arrived', 'Pipes', 'Metres', 'Inspected by', 'Remarks'],
      ['C-1', '2024-09-18', 310, 1860, 'Nuria Casterán', 'No damage'],
      ['C-2', '2024-11-27', 325, 1950, 'Nuria Casterán', 'Two pipes with chipped lining, replaced'],
      ['C-3', '2025-03-12', 288, 1728, 'Jon Ezkerra', 'Late: strike in the port of Harrowmere'],
      ['C-4', '2025-04-02', 217, 1302, 'Jon Ezkerra', 'No damage'],
      ['Total', null, { formula: 'SUM(C2:C5)', value: 1140 }, { formula: 'SUM(D2:D5)', value: 6840 }, null, null],
    ],
  },
  {
    name: 'Weld tests',
    widths: [14, 14, 12, 30],
    rows: [
      ['Joint', 'Tested', 'Result', 'Operator'],
      ['J-044', '2025-03-14', 'Rejected', 'Moira Tranter'],
      ['J-045', '2025-03-14', 'Accepted', 'Moira Tranter'],
      ['J-046', '2025-03-15', 'Rejected', 'Moira Tranter'],
      ['J-047', '2025-03-15', 'Rejected', 'Moira Tranter'],
      ['J-048', '2025-03-17', 'Accepted', 'Moira Tranter'],
    ],
  },
];
