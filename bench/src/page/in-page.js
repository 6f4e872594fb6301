// Runs in the browser, before the page's own code. What the bench calls there, by name: `nexusBench.…`.
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
const events = [];
let asked = { pressedAt: 0, shownMs: 0 };

new PerformanceObserver((list) => {
  for (const { interactionId, duration } of list.getEntries()) if (interactionId > 0) events.push(duration);
}).observe({ type: 'event', durationThreshold: 16 });

globalThis.nexusBench = {
  /** The longest interaction since the last call; 0 for less than 16 ms. */
  takeLongest: () => Math.max(0, ...events.splice(0)),

  rowsDrawn: () => document.querySelectorAll('[role=grid] tbody tr').length,

  /** Jumps far down the list, again and again: from the jump to the frame in which the rows of that place are there. */
  async scrollFrames() {
    const grid = document.querySelector('[role=grid]');
    const scroller = grid.parentElement;
    const firstRow = () => grid.querySelector('tbody tr')?.getAttribute('aria-rowindex');
    const times = [];
    for (let n = 1; n <= 20; n += 1) {
      await frame();
      const before = firstRow();
      const startedAt = performance.now();
      scroller.scrollTop = (scroller.scrollHeight / 21) * n;
      do await frame();
      while (firstRow() === before && performance.now() - startedAt < 5_000);
      times.push(performance.now() - startedAt);
    }
    return times;
  },

  /** From the press of Enter to the frame that shows the first quotation. */
  watchAnswer() {
    const watched = { pressedAt: 0, shownMs: 0 };
    asked = watched;
    const press = ({ key, timeStamp }) => {
      if (key === 'Enter') watched.pressedAt = timeStamp;
    };
    addEventListener('keydown', press, { capture: true, once: true });
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-citation]') === null) return;
      observer.disconnect();
      // A task after the next frame: what was drawn is on screen.
      requestAnimationFrame(() => setTimeout(() => (watched.shownMs = performance.now() - watched.pressedAt)));
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  },
  firstQuoteMs: () => asked.shownMs,

  isPdfPageDrawn(part) {
    const canvas = document.querySelector(`section [data-part="${part}"] canvas`);
    // 300 by 150 is a canvas that nothing was drawn on.
    if (!canvas || (canvas.width === 300 && canvas.height === 150)) return false;
    const { top, bottom } = canvas.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  },

  /** JavaScript as it travelled, compressed. */
  scriptBytes: () =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
};
