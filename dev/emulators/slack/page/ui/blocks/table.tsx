import type { Block } from "../../../block-kit/blocks.ts";
import { RichText } from "../text/rich-text.tsx";

type TableBlock = Extract<Block, { type: "table" }>;
type DataTableBlock = Extract<Block, { type: "data_table" }>;
type Cell = TableBlock["rows"][number][number];

/** Draws a table; its first row names the columns. */
export function Table({ block }: { block: TableBlock | DataTableBlock }) {
  const [head = [], ...rows] = block.rows;
  const settings = block.type === "table" ? (block.column_settings ?? []) : [];
  const lookOf = (index: number) =>
    `align-${settings[index]?.align ?? "left"}${settings[index]?.is_wrapped ? " wrapped" : ""}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable areas must be reachable by keyboard
    <section class="block-table" aria-label="Table" tabIndex={0}>
      <table>
        {block.type === "data_table" && <caption>{block.caption}</caption>}
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index} scope="col" class={lookOf(index)}>
                <CellOf cell={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, line) => (
            <tr key={line}>
              {row.map((cell, index) => (
                <td key={index} class={lookOf(index)}>
                  <CellOf cell={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function CellOf({ cell }: { cell: Cell }) {
  return cell.type === "rich_text" ? <RichText parts={cell.elements} /> : cell.text;
}
