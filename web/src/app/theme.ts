import { createTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** Our ink in ten steps; 7 is the fill of the light theme and holds 7.5 with white. */
const sea: MantineColorsTuple = [
  '#edf6f8',
  '#dfeff2',
  '#bfdfe6',
  '#93c8d4',
  '#67c1d6',
  '#3a94ab',
  '#1a7287',
  '#0b5c73',
  '#084a5e',
  '#063847',
];

/** Warm greys: Mantine's own shine through cold in borders and disabled states. */
const gray: MantineColorsTuple = [
  '#f8f6f1',
  '#f3f1eb',
  '#eeebe4',
  '#e9e5dc',
  '#d8d2c6',
  '#b5afa3',
  '#8a857a',
  '#62676f',
  '#454c56',
  '#191e24',
];

const dark: MantineColorsTuple = [
  '#e6eaed',
  '#b3bcc4',
  '#8f9aa4',
  '#75818c',
  '#333d46',
  '#232b32',
  '#1c242a',
  '#141a1f',
  '#10161a',
  '#0d1216',
];

/** The few of Mantine's parts that we use, brought to our measures; colours come from the tokens through `resolveVariables`. */
export const theme = createTheme({
  primaryColor: 'sea',
  primaryShade: { light: 7, dark: 7 },
  colors: { sea, gray, dark },
  white: '#ffffff',
  black: '#191e24',
  fontFamily: 'var(--pt-font)',
  fontFamilyMonospace: 'var(--pt-mono)',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.54', md: '1.5', lg: '1.56', xl: '1.4' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  defaultRadius: 'sm',
  fontWeights: { regular: '400', medium: '550', bold: '650' },
  headings: { fontFamily: 'var(--pt-font)', fontWeight: '600' },
  shadows: {
    xs: 'var(--pt-shadow-1)',
    sm: 'var(--pt-shadow-1)',
    md: 'var(--pt-shadow-1)',
    lg: 'var(--pt-shadow-2)',
    xl: 'var(--pt-shadow-2)',
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
});

/** Hangs Mantine's surfaces and inks on our tokens. */
export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {
    '--mantine-color-body': 'var(--pt-sheet)',
    '--mantine-color-text': 'var(--pt-ink-1)',
    '--mantine-color-bright': 'var(--pt-ink-1)',
    '--mantine-color-default': 'var(--pt-raised)',
    '--mantine-color-default-hover': 'var(--pt-hover)',
    '--mantine-color-default-color': 'var(--pt-ink-1)',
    '--mantine-color-default-border': 'var(--pt-line-2)',
    '--mantine-color-dimmed': 'var(--pt-ink-3)',
    '--mantine-color-placeholder': 'var(--pt-ink-3)',
    '--mantine-color-anchor': 'var(--pt-accent)',
    '--mantine-color-error': 'var(--pt-red-fg)',
    '--mantine-color-disabled': 'var(--pt-sunken)',
    '--mantine-color-disabled-color': 'var(--pt-ink-3)',
    '--mantine-color-disabled-border': 'var(--pt-line-2)',
    '--mantine-primary-color-filled': 'var(--pt-fill)',
    '--mantine-primary-color-filled-hover': 'var(--pt-fill-hover)',
    '--mantine-color-sea-filled': 'var(--pt-fill)',
    '--mantine-color-sea-filled-hover': 'var(--pt-fill-hover)',
    '--mantine-color-sea-text': 'var(--pt-accent)',
    '--mantine-color-sea-outline': 'var(--pt-accent)',
    '--mantine-color-sea-light': 'var(--pt-accent-soft)',
    '--mantine-color-sea-light-hover': 'var(--pt-accent-soft)',
    '--mantine-color-sea-light-color': 'var(--pt-accent)',
    '--input-height-sm': 'var(--pt-control)',
  },
  light: {},
  dark: {},
});
