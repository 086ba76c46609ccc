declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** Times in milliseconds; without `path` everything is in memory. Closing the server closes the store. */
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
}
