import { chai } from 'vitest';

// The proxies around every assertion look for misspelt matchers, which the compiler finds; they cost half of each `expect`.
chai.config.useProxy = false;
