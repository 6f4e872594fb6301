export const template = `
#let data = json(bytes(sys.inputs.data))
#let muted = rgb("#5b6670")
#let line-colour = rgb("#d5dbe1")
#set document(title: data.title, author: "Nexus", date: none)
#set page(
  paper: "a4",
  margin: (x: 22mm, top: 24mm, bottom: 22mm),
  footer: context align(center, text(8pt, muted)[#data.title · #data.version · #counter(page).display("1 / 1", both: true)]),
)
#set text(font: "Libertinus Serif", size: 10.5pt, lang: data.language)
#text(20pt, weight: "bold", data.title)
#h(3mm) #text(11pt, muted, data.version)
#if data.isDraft { block(text(10pt, fill: rgb("#a05a00"), weight: "bold", data.draft)) }
#v(2mm)
#grid(columns: (32mm, 1fr), row-gutter: 2mm, ..data.facts.map(((name, value)) => (text(muted, name), value)).flatten())
#v(5mm)
#table(
  columns: (1fr, auto, auto, auto, auto),
  align: (left, right, right, right, right),
  stroke: (x, y) => (bottom: 0.5pt + line-colour),
  inset: (x: 2mm, y: 2.2mm),
  table.header(..data.head.map(name => text(9pt, muted, weight: "bold", name))),
  ..data.lines.map(line => (
    [#line.name #linebreak() #text(8.5pt, muted, line.detail)],
    ..line.cells.map(cell => text(number-width: "tabular", cell)),
  )).flatten()
)
#align(right, block(breakable: false, grid(
  columns: (auto, auto), column-gutter: 8mm, row-gutter: 2.4mm, align: (left, right),
  ..data.totals.enumerate().map(((index, (name, value))) => {
    let weight = if index == data.totals.len() - 1 { "bold" } else { "regular" }
    (text(weight: weight, name), text(weight: weight, number-width: "tabular", value))
  }).flatten()
)))
#if data.metered.len() > 0 {
  block(above: 8mm, strong(data.meteredTitle))
  for entry in data.metered { block(spacing: 2.4mm, text(10pt, entry)) }
}
#if data.payments.len() > 0 {
  block(above: 8mm, strong(data.paymentsTitle))
  grid(columns: (1fr, 1fr, auto), row-gutter: 2.2mm, align: (left, left, right),
    ..data.payments.map(((label, due, amount)) => (label, text(muted, due), text(number-width: "tabular", amount))).flatten())
}
#if data.notes != "" { block(above: 8mm, par(data.notes)) }
`;
