import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { cssVariables, theme } from './theme.ts';

/** The nonce that the server put into the page, for the style elements that Mantine writes. */
function styleNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? '';
}

/** The scroll lock under Mantine's dialogs writes a style element of its own, and looks for the nonce where webpack would have put it. */
function shareNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
shareNonce();

/** Theme, tokens and colour scheme around a page of Nexus. */
export function NexusTheme({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  );
}
