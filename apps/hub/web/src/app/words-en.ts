import { byFolder } from '@nexus/page';

export const words = byFolder(
  import.meta.glob<object>('../{app,features/*}/words.en.json', { eager: true, import: 'default' }),
);
