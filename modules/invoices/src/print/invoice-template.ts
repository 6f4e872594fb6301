export const template = `
#let data = json(bytes(sys.inputs.data))
#let muted = rgb("#5b6670")
#let line-colour = rgb("#d5dbe1")
#set document(title: data.title, author: data.issuer.name, date: none)
#set page(
  paper: "a4",
  margin: (x: 22mm, top: 22mm, bottom: 22mm),
  footer: context align(center, text(8pt, muted)[#data.title · #counter(page).display("1 / 1", both: true)]),
)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: data.language)
#grid(columns: (1fr, auto), align: (left, right),
  text(19pt, weight: "bold", data.title),
  text(9pt, muted)[#strong(data.issuer.name) \\ #data.issuer.taxId \\ #data.issuer.address])
#if data.warning != "" { block(text(10pt, fill: rgb("#a05a00"), weight: "bold", data.warning)) }
#v(3mm)
#grid(columns: (38mm, 1fr), row-gutter: 2mm, ..data.facts.map(((name, value)) => (text(muted, name), value)).flatten())
#v(5mm)
#table(
  columns: (1fr, auto, auto, auto),
  align: (left, right, right, right),
  stroke: (x, y) => (bottom: 0.5pt + line-colour),
  inset: (x: 2mm, y: 2.2mm),
  table.header(..data.head.map(name => text(9pt, muted, weight: "bold", name))),
  ..data.lines.map(((name, ..cells)) => (name, ..cells.map(cell => text(number-width: "tabular", cell)))).flatten()
)
#let sums(rows, last-bold) = align(right, block(breakable: false, grid(
  columns: (auto, auto), column-gutter: 8mm, row-gutter: 2.4mm, align: (left, right),
  ..rows.enumerate().map(((index, (name, value))) => {
    let weight = if last-bold and index == rows.len() - 1 { "bold" } else { "regular" }
    (text(weight: weight, name), text(weight: weight, number-width: "tabular", value))
  }).flatten()
)))
#sums(data.totals, true)
#if data.after.len() > 0 { v(3mm); sums(data.after, true) }
#if data.notes != "" { block(above: 8mm, par(data.notes)) }
`;
