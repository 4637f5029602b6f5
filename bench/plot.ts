const width = 844;
const height = 400;
const frame = { left: 64, right: 300, top: 24, bottom: 48 };
const colours = ["#1264a3", "#e01e5a", "#2eb67d", "#b7791f", "#7c3aed", "#0f766e", "#334155"];

/** The cost of something, in milliseconds by the size of the database. */
export type Costs = ReadonlyMap<number, number>;

/** Plots how each cost grows, with logarithmic axes: a constant cost is a level line. */
export function growthPlot(costs: ReadonlyMap<string, Costs>): string {
  const sizes = [...new Set([...costs.values()].flatMap((by) => [...by.keys()]))].sort((a, b) => a - b);
  const all = [...costs.values()].flatMap((by) => [...by.values()]);
  const [low, high] = [powerOf10(Math.floor, Math.min(...all)), powerOf10(Math.ceil, Math.max(...all))];
  const x = scale(Math.min(...sizes), Math.max(...sizes), frame.left, width - frame.right);
  const y = scale(low, high, height - frame.bottom, frame.top);

  const columns = sizes.map(
    (size) =>
      `<text class="tick" x="${x(size)}" y="${height - frame.bottom + 20}" text-anchor="middle">${size.toLocaleString("en")}</text>`,
  );
  const rows = powersOf10(low, high).map(
    (ms) =>
      `<line class="grid" x1="${frame.left}" x2="${width - frame.right}" y1="${y(ms)}" y2="${y(ms)}"/>` +
      `<text class="tick" x="${frame.left - 8}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
  );
  const ends = spread([...costs].map(([, by]) => y([...by.values()].at(-1) ?? low)));
  const lines = [...costs].map(([name, by], index) => {
    const colour = colours[index % colours.length];
    const points = [...by].map(([size, ms]) => `${x(size).toFixed(1)},${y(ms).toFixed(1)}`).join(" ");
    const label = `<text class="name" x="${width - frame.right + 10}" y="${(ends[index] ?? 0) + 4}" fill="${colour}">${escaped(name)}</text>`;
    return `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">
<title>What a page of each list costs in databases of up to ${Math.max(...sizes).toLocaleString("en")} documents</title>
<style>
svg { background: #fff; font: 12px system-ui, sans-serif }
.tick { fill: #57606a } .grid { stroke: #d0d7de } .name { font-weight: 600 }
</style>
${[...rows, ...columns, ...lines].join("\n")}
<text class="tick" x="${(frame.left + width - frame.right) / 2}" y="${height - 8}" text-anchor="middle">invites, users and audit events in the database</text>
</svg>
`;
}

function scale(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = Math.log10(to) - Math.log10(from) || 1;
  return (value) => start + ((Math.log10(value) - Math.log10(from)) / span) * (end - start);
}

const powerOf10 = (round: (n: number) => number, value: number) => 10 ** round(Math.log10(value));

function powersOf10(low: number, high: number): number[] {
  const count = Math.round(Math.log10(high / low)) + 1;
  return Array.from({ length: count }, (_, n) => Number((low * 10 ** n).toPrecision(1)));
}

/** Moves overlapping labels at least a line apart, keeping their order. */
function spread(wanted: readonly number[]): number[] {
  const lineHeight = 16;
  const order = wanted.map((at, index) => ({ at, index })).sort((a, b) => a.at - b.at);
  const placed: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (const { at, index } of order) {
    last = Math.max(at, last + lineHeight);
    placed[index] = last;
  }
  return placed;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("`", "");
}
