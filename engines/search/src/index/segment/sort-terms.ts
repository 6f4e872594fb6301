/** The order of 64-bit keys given as halves: two passes of counting sort over the upper half, equal ones put right by the lower. */
export function sortTerms(high: Uint32Array, low: Uint32Array): Uint32Array {
  const count = high.length;
  if (count < 4096) {
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    return order.sort((a, b) => high[a]! - high[b]! || low[a]! - low[b]!);
  }
  const first = countingPass(
    Uint32Array.from({ length: count }, (_, i) => i),
    high,
    0,
  );
  const order = countingPass(first, high, 16);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && high[order[to]!] === high[order[from]!]) to += 1;
    if (to - from > 1) order.subarray(from, to).sort((a, b) => low[a]! - low[b]!);
    from = to;
  }
  return order;
}

function countingPass(order: Uint32Array, keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(65_537);
  for (const i of order) starts[((keys[i]! >>> shift) & 0xffff) + 1]! += 1;
  for (let digit = 0; digit < 65_536; digit += 1) starts[digit + 1]! += starts[digit]!;
  const sorted = new Uint32Array(order.length);
  for (const i of order) {
    const digit = (keys[i]! >>> shift) & 0xffff;
    sorted[starts[digit]!] = i;
    starts[digit]! += 1;
  }
  return sorted;
}
