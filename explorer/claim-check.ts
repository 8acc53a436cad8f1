/** Checks of claims, each in a worker of its own: a new one ends the one before. */
import type { ClaimQuestion, ClaimReply } from './worker/claim-messages.js';

export interface ClaimCheck {
  /** @param onReply is never called for a question that another one has followed. */
  ask(question: ClaimQuestion, onReply: (reply: ClaimReply) => void): void;
  /** Ends what is under way. */
  cancel(): void;
  close(): void;
}

export function openClaimCheck(): ClaimCheck {
  const start = () => new Worker(new URL('./worker/claim-worker.ts', import.meta.url), { type: 'module' });
  // One waits, loaded: starting takes longer than many an answer.
  let spare: Worker | undefined = start();
  let busy: Worker | undefined;
  const cancel = () => {
    busy?.terminate();
    busy = undefined;
  };
  return {
    ask(question, onReply) {
      cancel();
      const worker = spare ?? start();
      busy = worker;
      worker.onmessage = ({ data }: MessageEvent<ClaimReply>) => {
        if (busy !== worker) return;
        // The next one is started when this one has come to its verdict: not while it needs the processor.
        if (data.kind !== 'progress') spare ??= start();
        onReply(data);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        if (busy === worker)
          onReply({ kind: 'failure', message: event.message || 'the worker could not be started' });
      };
      spare = undefined;
      worker.postMessage(question);
    },
    cancel,
    close() {
      cancel();
      spare?.terminate();
    },
  };
}
