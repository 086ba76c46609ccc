export interface MessageQueue<Message> {
  /** All of them in one request, or an error: work is acknowledged only once the queue has it (H4). */
  send(messages: Delayed<Message>[]): Promise<void>;
}

/** Seconds a message waits in the queue before it is delivered; SQS allows 900 at most. */
export type Delayed<T> = { message: T; delaySeconds: number };

/** Makes a message that was received visible again after so many seconds, in place of the queue's own visibility. */
export type ComeAgain = (receiptHandle: string, afterSeconds: number) => Promise<void>;
