import type { Answered } from '../../api/client.ts';

export type Territory = Answered<'listTerritories'>['items'][number];
