import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import * as z from "zod";
import { type Row, row } from "./measure.ts";
import { type Costs, growthPlot } from "./plot.ts";

const document = new URL("../docs/performance.md", import.meta.url);
const plot = new URL("../docs/growth.svg", import.meta.url);
const kept = new URL("results.json", import.meta.url);
const GB = 1024 ** 3;

const results = z.object({ on: z.string(), machine: z.string(), rows: z.array(row) });
/** The last results of a measure, with the day (UTC) and the machine. */
export type Results = z.output<typeof results>;

/** Returns the results of a measure taken now. */
export function resultsOf(rows: Row[]): Results {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / GB)} GB, Node ${process.versions.node}`;
  return { on: new Date().toISOString().slice(0, 10), machine, rows };
}

/** Formats results as a Markdown table, with the machines below it. */
export function table(all: readonly Results[]): string {
  return [
    "| what | measured | ratio | target | met | on |",
    "|---|---|---|---|---|---|",
    ...all.flatMap(({ on, rows }) =>
      rows.map(
        ({ what, measured, ratio, target, met }) =>
          `| ${what} | ${measured} | ${ratio.toFixed(2)} | ${target} | ${met ? "yes" : "no"} | ${on} |`,
      ),
    ),
    "",
    `Measured with ${[...new Set(all.map(({ machine }) => machine))].join("; ")}.`,
  ].join("\n");
}

/**
 * Writes results into docs/performance.md, keeping those of other measures, in `order`; also the plot of how costs
 * grow, if they were measured.
 */
export function publish(
  found: Readonly<Record<string, Results>>,
  order: readonly string[],
  costs: ReadonlyMap<string, Costs>,
): void {
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
  const all = { ...z.record(z.string(), results).parse(before), ...found };
  const known = order.flatMap((name) => all[name] ?? []);
  const text = readFileSync(document, "utf8");
  const between = /(<!-- bench -->\n).*?(<!-- \/bench -->)/s;
  if (!between.test(text)) throw new Error("docs/performance.md lacks the place for the table");
  writeFileSync(
    document,
    text.replace(between, (_, begin: string, end: string) => `${begin}${table(known)}\n${end}`),
  );
  writeFileSync(kept, `${JSON.stringify(all, null, 2)}\n`);
  if (costs.size > 0) writeFileSync(plot, growthPlot(costs));
}
