/** Checks of claims, each in a worker of its own: a new one ends the one before. */
import type { ClaimQuestion, ClaimReply } from './worker/claim-messages.js';
import { workerFault } from './worker/messages.js';

export interface ClaimCheck {
  /** @param onReply is never called for a question that another one has followed. */
  ask(question: ClaimQuestion, onReply: (reply: ClaimReply) => void): void;
  /** Ends what is under way. */
  cancel(): void;
  close(): void;
}

export function openClaimCheck(): ClaimCheck {
  // One waits, loaded: starting takes longer than many an answer.
  let spare: Worker | undefined = start();
  let busy: Worker | undefined;
  let answer: (reply: ClaimReply) => void = () => {};
  function start(): Worker {
    const worker = new Worker(new URL('./worker/claim-worker.ts', import.meta.url), { type: 'module' });
    worker.onerror = (event) => {
      event.preventDefault();
      if (spare === worker) spare = undefined;
      if (busy === worker) answer({ kind: 'failure', message: workerFault(event) });
    };
    return worker;
  }
  const cancel = () => {
    busy?.terminate();
    busy = undefined;
  };
  return {
    ask(question, onReply) {
      cancel();
      const worker = spare ?? start();
      spare = undefined;
      busy = worker;
      answer = onReply;
      worker.onmessage = ({ data }: MessageEvent<ClaimReply>) => {
        if (busy !== worker) return;
        // The next one is started when this one has come to its verdict: not while it needs the processor.
        if (data.kind !== 'progress') spare ??= start();
        onReply(data);
      };
      worker.postMessage(question);
    },
    cancel,
    close() {
      cancel();
      spare?.terminate();
    },
  };
}
