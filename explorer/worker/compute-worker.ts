/** Runs the tasks of explorer/compute, one at a time. */
import { Cancelled } from '../compute/task.js';
import { taskOf } from '../compute/tasks.js';
import type { Reply, Request } from './messages.js';

let current: number | undefined;

const send = (reply: Reply) => postMessage(reply);
/** Messages of the page are taken between two turns of the event loop. */
const nextTurn = () => {
  const { port1, port2 } = new MessageChannel();
  return new Promise<void>((resolve) => {
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
};

addEventListener('message', async ({ data }: MessageEvent<Request>) => {
  const { id } = data;
  if (data.kind === 'cancel') {
    if (current === id) current = undefined;
    return;
  }
  current = id;
  const report = async (value: unknown) => {
    send({ kind: 'partial', id, value });
    await nextTurn();
    if (current !== id) throw new Cancelled();
  };
  try {
    const value = await taskOf(data.task)(data.args, { report });
    send({ kind: 'result', id, value });
  } catch (error) {
    send({ kind: 'failure', id, message: error instanceof Error ? error.message : String(error) });
  }
});
