export { DangerButton, type DangerButtonProps } from './danger-button.tsx';
export { EmptyState } from './empty-state.tsx';
export {
  formatBytes,
  formatDuration,
  formatLanguage,
  formatNumber,
  formatTime,
  formatWhen,
  type Locale,
} from './formats.ts';
export { LabelBadge, LabelMark, labelText, type ShownLabel } from './label-mark.tsx';
export { MarkedText, type Range } from './marked-text.tsx';
export { NexusTheme } from './nexus-theme.tsx';
export { Notice } from './notice.tsx';
export { readableInk } from './readable-ink.ts';
export { StateDot, type StateTone } from './state-dot.tsx';
