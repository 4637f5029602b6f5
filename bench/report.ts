import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import type { Row } from "./measure.ts";
import { type Costs, growthPlot } from "./plot.ts";

const document = new URL("../docs/performance.md", import.meta.url);
const plot = new URL("../docs/growth.svg", import.meta.url);
const GB = 1024 ** 3;

/** Formats the rows as a Markdown table, with the machine and the date below it. */
export function table(rows: readonly Row[]): string {
  const [cpu] = cpus();
  const machine = `${cpus().length} cores (${cpu?.model.trim()}), ${Math.round(totalmem() / GB)} GB, Node ${process.versions.node}`;
  return [
    "| what | measured | ratio | target | met |",
    "|---|---|---|---|---|",
    ...rows.map(
      ({ what, measured, ratio, target, met }) =>
        `| ${what} | ${measured} | ${ratio.toFixed(2)} | ${target} | ${met ? "yes" : "no"} |`,
    ),
    "",
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`,
  ].join("\n");
}

/** Writes the table into docs/performance.md, and the plot of how costs grow. */
export function publish(rows: readonly Row[], costs: ReadonlyMap<string, Costs>): void {
  const text = readFileSync(document, "utf8");
  const between = /(<!-- bench -->\n).*?(<!-- \/bench -->)/s;
  if (!between.test(text)) throw new Error("docs/performance.md lacks the place for the table");
  writeFileSync(
    document,
    text.replace(between, (_, begin: string, end: string) => `${begin}${table(rows)}\n${end}`),
  );
  writeFileSync(plot, growthPlot(costs));
}
