import { readFileSync } from "node:fs";
import * as z from "zod";
import { run } from "../dev/tools/child.ts";
import { p50 } from "./timing.ts";

const RUNS = 3;
const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const timing = (name: string) =>
  `const began = performance.now(); await import(${JSON.stringify(name)}); console.log(performance.now() - began);`;

/**
 * Measures the cost of importing each runtime dependency in a process that has loaded nothing else, most expensive
 * first.
 */
export async function importCosts(): Promise<{ name: string; ms: number }[]> {
  const { dependencies } = manifest.parse(JSON.parse(readFileSync("package.json", "utf8")));
  const costs: { name: string; ms: number }[] = [];
  for (const name of Object.keys(dependencies)) {
    if (name === "@slack/types") continue; // Only types: nothing is loaded.
    const took: number[] = [];
    for (let turn = 0; turn < RUNS; turn += 1)
      took.push(
        Number(await run(process.execPath, ["--input-type=module", "-e", timing(name)], process.env)),
      );
    costs.push({ name, ms: p50(took) });
  }
  return costs.sort((a, b) => b.ms - a.ms);
}
