export interface MessageQueue<Message> {
  /** All of them in one request, or an error: work is acknowledged only once the queue has it (H4). */
  send(messages: Delayed<Message>[]): Promise<void>;
}

/** Seconds a message waits in the queue before it is delivered; SQS allows 900 at most. */
export type Delayed<T> = { message: T; delaySeconds: number };

/** Makes a message that was received visible again after so many seconds, in place of the queue's own visibility. */
export type ComeAgain = (receiptHandle: string, afterSeconds: number) => Promise<void>;

/** SQS takes no more in one request. */
const BATCH = 10;

/** Sends any number of messages at once, ten in a request. Throws where one is not taken; others may have been. */
export async function sendAll<Message>(
  queue: MessageQueue<Message>,
  messages: readonly Message[],
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, number) =>
    messages.slice(number * BATCH, (number + 1) * BATCH),
  );
  await Promise.all(
    batches.map((batch) => queue.send(batch.map((message) => ({ message, delaySeconds: 0 })))),
  );
}
