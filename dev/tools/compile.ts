import { readdir, readFile, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, type Plugin } from "esbuild";

/** The sources, by the name of the compiled program. */
const programs = {
  main: "src/main.ts",
  "audit-begin": "src/cli/begin-audit.ts",
  "audit-trim": "src/cli/trim-audit.ts",
  "audit-verify": "src/cli/verify-audit.ts",
  client: "src/cli/client.ts",
  decide: "src/cli/decide.ts",
  "print-manifest": "src/cli/print-manifest.ts",
  "doctor/doctor": "src/cli/doctor/doctor.ts",
};

/**
 * Escapes non-ASCII characters, which esbuild does in strings but not in regular expressions. One character beyond
 * Latin-1 makes V8 store its whole file with two bytes per character: 8 MB in all. (JSX, which has no escapes, contains
 * none.)
 */
const asciiSource: Plugin = {
  name: "ascii-source",
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/[\u0080-\uffff]/g, escaped),
      loader: "ts",
    }));
  },
};

const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

const { values, positionals } = parseArgs({
  options: { outdir: { type: "string", default: "dist" }, sourcemap: { type: "boolean", default: false } },
  allowPositionals: true,
});

const { metafile } = await build({
  // More can be given as NAME=FILE.
  entryPoints: { ...programs, ...Object.fromEntries(positionals.map((each) => each.split("="))) },
  ...values,
  bundle: true,
  splitting: true,
  packages: "bundle",
  external: ["prom-client"],
  plugins: [asciiSource],
  minifyWhitespace: true,
  legalComments: "linked",
  define: { __dirname: "import.meta.dirname" },
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  metafile: true,
});

/** How long a running process still finds the parts of its own build, which it loads when first needed. */
const KEEP_MS = 7 * 24 * 60 * 60_000;

const now = new Date();
for (const file of Object.keys(metafile.outputs)) await utimes(file, now, now);
for (const entry of await readdir(values.outdir, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && (await stat(file)).mtimeMs < now.getTime() - KEEP_MS) await rm(file);
}
