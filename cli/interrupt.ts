/** Ctrl-C, SIGTERM, and SIGHUP of a terminal that is closed: the first ends the run in good order, the second at once. */

/** 128 + the signal's number, as a shell would say it. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Milliseconds in which signals are one event: `timeout` signals its child and then its whole group, npm passes on what its child has had
 * from the terminal.
 */
const oneEvent = 300;

export interface Interruption {
  /** The exit code that the signal asks for, once one has come. */
  readonly code: () => number | undefined;
  readonly came: Promise<void>;
  /** Signals end the process at once from now on; without effect once one has come: its echo must not cut what is being printed. */
  readonly stopListening: () => void;
}

export function listenForInterrupts(): Interruption {
  let code: number | undefined;
  let since = 0;
  let wakeUp = () => {};
  const came = new Promise<void>((resolve) => {
    wakeUp = resolve;
  });
  const onSignal = (signal: NodeJS.Signals) => {
    if (code !== undefined) {
      if (performance.now() - since > oneEvent) process.exit(code);
      return;
    }
    code = codes[signal as keyof typeof codes];
    since = performance.now();
    wakeUp();
  };
  const signals = Object.keys(codes) as NodeJS.Signals[];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    code: () => code,
    came,
    stopListening: () => {
      if (code !== undefined) return;
      for (const signal of signals) process.removeListener(signal, onSignal);
    },
  };
}
