import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

/** From tint to ink; 7 is the accent of the light page, 3 that of the dark one. */
const petrol: MantineColorsTuple = [
  '#e9f4f4',
  '#d3e6e7',
  '#a5ccce',
  '#6fc0c6',
  '#4d9ea5',
  '#2f838a',
  '#1b6d74',
  '#0f5c63',
  '#0a4a50',
  '#04373c',
];

/** Mantine paints its fields and menus with these on the dark page: from text to the deepest ground, in the tokens' blue-grey. */
const graphite: MantineColorsTuple = [
  '#e7eaec',
  '#c3cad0',
  '#a3adb6',
  '#8a949d',
  '#3a424a',
  '#2c333a',
  '#1a1f24',
  '#14181c',
  '#101417',
  '#0b0e10',
];

/** What lies over the page leaves free the bars that say how it is classified. */
const betweenBars = { top: 'var(--nx-bar, 0)', bottom: 'var(--nx-bar, 0)' };

/** A 4-px grid, 14-px base, motion of at most 150 ms. */
export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 3 },
  colors: { petrol, dark: graphite },
  autoContrast: true,
  // Contrast is measured against the light page's accent alone; the dark one needs ink on it.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const isAccent = input.variant === 'filled' && (input.color ?? input.theme.primaryColor) === 'petrol';
    return isAccent ? { ...colours, color: 'var(--nx-on-accent)' } : colours;
  },
  fontFamily: 'var(--nx-sans)',
  headings: { fontFamily: 'var(--nx-sans)', fontWeight: '620' },
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '21px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '20px', xl: '32px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '11px', xl: '16px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    TextInput: { defaultProps: { size: 'sm' } },
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Drawer: { styles: { title: { fontSize: 16, fontWeight: 620 }, inner: betweenBars } },
    Modal: {
      styles: { title: { fontSize: 16, fontWeight: 620 }, inner: betweenBars },
      defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, transitionProps: { duration: 120 } },
    },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 100 } } },
  },
});

/** Mantine's own names for what the tokens define. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--nx-paper)',
    '--mantine-color-text': 'var(--nx-ink)',
    '--mantine-color-dimmed': 'var(--nx-muted)',
    '--mantine-color-default': 'var(--nx-panel)',
    '--mantine-color-default-border': 'var(--nx-line)',
    '--mantine-color-default-hover': 'var(--nx-wash)',
    '--mantine-color-placeholder': 'var(--nx-faint)',
    '--mantine-color-error': 'var(--nx-bad)',
    '--mantine-color-anchor': 'var(--nx-accent)',
  };
  return { variables: {}, light: shared, dark: shared };
};
