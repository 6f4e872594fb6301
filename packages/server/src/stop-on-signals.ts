import { style } from '@nexus/terminal';

/** Ctrl C and the system's request stop the server in order, once. */
export function stopOnSignals(server: { stop(): Promise<void> }): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) return;
      isStopping = true;
      console.log(style('dim', '\nPara / stopping'));
      server.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
