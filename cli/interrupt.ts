/** Ctrl-C and SIGTERM: the first ends the run in good order, the second at once. */

/** 128 + the signal's number, as a shell would say it. */
const codes = { SIGINT: 130, SIGTERM: 143 } as const;

export interface Interruption {
  /** The exit code that the signal asks for, once one has come. */
  readonly code: () => number | undefined;
  readonly came: Promise<void>;
  readonly stopListening: () => void;
}

export function listenForInterrupts(): Interruption {
  let code: number | undefined;
  let wakeUp = () => {};
  const came = new Promise<void>((resolve) => {
    wakeUp = resolve;
  });
  const onSignal = (signal: NodeJS.Signals) => {
    if (code !== undefined) process.exit(code);
    code = codes[signal as keyof typeof codes];
    wakeUp();
  };
  const signals = Object.keys(codes) as NodeJS.Signals[];
  for (const signal of signals) process.on(signal, onSignal);
  return {
    code: () => code,
    came,
    stopListening: () => {
      for (const signal of signals) process.removeListener(signal, onSignal);
    },
  };
}
