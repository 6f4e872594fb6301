import { setPdf } from '@nexus/typesetting';
import type { AnswerDocument } from './answer-document.ts';

const template = `
#let answer = json(bytes(sys.inputs.data))
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

/** The answer on A4. Blocks the thread for some tens of milliseconds; a second at most for the longest answer. @throws when it cannot be set */
export function writePdf(answer: AnswerDocument): Promise<Buffer> {
  return setPdf(template, answer);
}
