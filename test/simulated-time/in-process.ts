import { start } from './flow.ts';

// For `node --import`: the whole process lives in simulated time.
start();
