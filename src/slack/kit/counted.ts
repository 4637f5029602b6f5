/** A count as people read it: *1 member*, *12 members*, *1,000+ members*. */
export function counted(count: number, one: string, many: string): string {
  if (count > 1_000) return `1,000+ ${many}`;
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
