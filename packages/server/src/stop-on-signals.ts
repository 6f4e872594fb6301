import { style } from '@nexus/terminal';

/**
 * Ctrl C and the system's request stop the server in order, once, and from the first moment: asked to stop while it starts, it comes up and goes down in order
 * instead of being cut off.
 */
export function stopOnSignals(starting: Promise<{ stop(): Promise<void> }>): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      console.log(style('dim', '\nPara / stopping'));
      starting.then(
        (server) =>
          server.stop().then(
            () => process.exit(0),
            () => process.exit(1),
          ),
        // Why it did not start is said where it was started.
        () => {},
      );
    });
  }
}
