import type { DefaultTreeAdapterTypes } from 'parse5';

export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlNode = DefaultTreeAdapterTypes.Node;

const neverShown = new Set([
  'script',
  'style',
  'template',
  'head',
  'noscript',
  'noframes',
  'object',
  'embed',
  'applet',
  'audio',
  'video',
  'canvas',
  'datalist',
  'option',
  'iframe',
  'map',
  'param',
  'source',
  'track',
  'meta',
  'link',
  'base',
]);

const hidingStyle =
  /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|$|!))/i;

/** Whether a reader of the page sees nothing of the element. Style sheets are not applied: only what stands on the element counts. */
export function isHidden(element: HtmlElement): boolean {
  if (neverShown.has(element.tagName)) return true;
  for (const { name, value } of element.attrs) {
    if (name === 'hidden' && value !== 'until-found') return true;
    if (name === 'style' && hidingStyle.test(value)) return true;
    if (name === 'type' && value === 'hidden' && element.tagName === 'input') return true;
  }
  return false;
}

export function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return 'tagName' in node;
}
