import { fileURLToPath } from 'node:url';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** How every function is bundled, as options of esbuild. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  banner: {
    // The twilio package is CommonJS and requires Node's own modules.
    js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
  },
} as const;

/** The file of a function. */
export const entryFile = (entry: string): string => file(`../functions/${entry}.ts`);
