/** What of node:timers/promises our rooms use, in a page. */
const channel = new MessageChannel(), waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()!();

/** Lets the page react to what came meanwhile; timers would wait longer. */
export function setImmediate(): Promise<void> {
  return new Promise((done) => {
    waiting.push(done);
    channel.port2.postMessage(0);
  });
}
