import type { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { AnswerDocument } from './answer-document.ts';

/**
 * What is on the page comes in as data, never as source: a quotation that looks like markup is printed as it is. The fonts are those inside the
 * compiler, so that the same answer looks the same on every machine.
 */
const template = `
#let answer = json(bytes(sys.inputs.answer))
#let muted = rgb("#5b6670")
#set document(title: answer.title, author: "Nexus", date: none)
#set page(
  paper: "a4",
  margin: (x: 25mm, top: 28mm, bottom: 24mm),
  header: align(center, text(8pt, rgb(answer.colour), weight: "bold", answer.banner)),
  footer: context align(center)[
    #text(8pt, rgb(answer.colour), weight: "bold", answer.banner) \
    #text(8pt, muted)[#answer.footer · #counter(page).display()]
  ],
)
#set text(font: "Libertinus Serif", size: 11pt, lang: answer.language)
#set par(leading: 0.62em)
#text(17pt, weight: "bold", answer.title)
#v(-2mm)
#text(9pt, muted, answer.subtitle)
#v(3mm)
#if answer.lead != "" [#strong(answer.lead) #v(2mm)]
#for entry in answer.quotes {
  block(breakable: true, spacing: 6mm, grid(
    columns: (8mm, 1fr),
    row-gutter: 2mm,
    strong[#entry.number.],
    if entry.quote == none [] else {
      [«]; entry.quote.before
      if entry.quote.marked != "" { highlight(fill: rgb("#ffeda6"), entry.quote.marked) }
      entry.quote.after; [»]
    },
    [],
    stack(spacing: 1.6mm, ..entry.sources.map(source => text(9pt, muted, source))),
  ))
}
#v(2mm)
#line(length: 100%, stroke: 0.4pt + muted)
#for note in answer.notes { block(spacing: 2mm, text(9pt, muted, note)) }
`;

let loaded: NodeCompiler | null = null;

/** The answer on A4. Blocks the thread for some tens of milliseconds; a second at most for the longest answer. @throws when it cannot be set */
export async function writePdf(answer: AnswerDocument): Promise<Buffer> {
  // Fifty megabytes of typesetter: loaded by the first export, and not at all without one.
  const { NodeCompiler } = await import('@myriaddreamin/typst-ts-node-compiler');
  loaded ??= NodeCompiler.create({ workspace: import.meta.dirname });
  try {
    return loaded.pdf({ mainFileContent: template, inputs: { answer: JSON.stringify(answer) } });
  } finally {
    loaded.evictCache(5);
  }
}
