import { read } from '@nexus/page/api';
import type { StateTone } from '@nexus/ui';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Import = Answered<'getImport'>;

export const kinds = ['customers', 'contacts', 'opportunities'] as const;
export const encodings = ['utf-8', 'windows-1252', 'iso-8859-15', 'utf-16le', 'utf-16be'] as const;
export const importTones: Readonly<Record<Import['state'], StateTone>> = {
  uploaded: 'idle',
  checking: 'busy',
  checked: 'warn',
  importing: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: async () => (await read(api.GET('/api/v1/imports'))).items,
});

/** Looked at every second while it is being worked on. */
export function importQuery(importId: string) {
  return queryOptions({
    queryKey: ['import', importId],
    queryFn: () => read(api.GET('/api/v1/imports/{importId}', { params: { path: { importId } } })),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 1_000 : false),
  });
}

export function isWorking({ state }: Import): boolean {
  return state === 'checking' || state === 'importing';
}

/** Columns whose names are those of our fields, in either language: the first guess of a mapping. */
export function guessColumns({ header, fields }: Import): Record<string, string> {
  const names: Readonly<Record<string, readonly string[]>> = {
    externalId: ['id', 'externalid', 'codigo', 'code'],
    name: ['name', 'nombre', 'empresa', 'company', 'cliente', 'customer'],
    country: ['country', 'pais'],
    region: ['region', 'estado', 'provincia', 'state'],
    city: ['city', 'ciudad'],
    postcode: ['postcode', 'cp', 'codigopostal', 'zip'],
    segment: ['segment', 'sector'],
    phone: ['phone', 'telefono'],
    website: ['website', 'web'],
    domain: ['domain', 'dominio'],
    taxId: ['taxid', 'rif', 'nif', 'cif', 'rfc', 'nit'],
    email: ['email', 'correo', 'mail'],
    position: ['position', 'cargo'],
    customerExternalId: ['customerexternalid', 'customerid', 'idcliente', 'cliente', 'customer'],
    value: ['value', 'importe', 'valor', 'amount'],
    currency: ['currency', 'moneda'],
    probability: ['probability', 'probabilidad'],
    pipeline: ['pipeline', 'embudo'],
    stage: ['stage', 'etapa'],
    productLine: ['productline', 'linea'],
    expectedClose: ['expectedclose', 'cierre', 'close'],
    language: ['language', 'idioma'],
  };
  const plain = (text: string) =>
    text
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '');
  const guessed = fields.map(({ field }) => [
    field,
    header.find((column) => names[field]?.includes(plain(column))) ?? '',
  ]);
  return Object.fromEntries(guessed.filter(([, column]) => column !== ''));
}
