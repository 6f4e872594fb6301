import {
  IconFile,
  IconFileCode,
  IconFileText,
  IconFileTypeDocx,
  IconFileTypePdf,
  IconMail,
  IconPhoto,
  IconPresentation,
  IconTable,
} from '@tabler/icons-react';

const icons: Record<string, typeof IconFile> = {
  pdf: IconFileTypePdf,
  ...Object.fromEntries(['docx', 'doc', 'odt', 'rtf'].map((format) => [format, IconFileTypeDocx])),
  ...Object.fromEntries(['xlsx', 'xls', 'ods', 'csv', 'tsv'].map((format) => [format, IconTable])),
  ...Object.fromEntries(['pptx', 'ppt', 'odp'].map((format) => [format, IconPresentation])),
  ...Object.fromEntries(['eml', 'msg', 'mbox'].map((format) => [format, IconMail])),
  ...Object.fromEntries(['png', 'jpeg', 'tiff', 'gif', 'bmp', 'webp'].map((format) => [format, IconPhoto])),
  ...Object.fromEntries(['html', 'json', 'xml'].map((format) => [format, IconFileCode])),
  ...Object.fromEntries(['text', 'markdown'].map((format) => [format, IconFileText])),
};

/** The kind of a file as a small picture; its name stands beside it in words. */
export function FormatIcon({ format, size = 15 }: { format: string | null; size?: number }) {
  const Icon = (format && icons[format]) || IconFile;
  return <Icon size={size} stroke={1.6} aria-hidden style={{ flex: 'none' }} />;
}
