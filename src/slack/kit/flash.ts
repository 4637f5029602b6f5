import type { KnownBlock } from "@slack/types";
import { alert } from "./blocks.ts";

/** What just happened, for the line at the top of what is drawn anew. */
export interface Said {
  words: string;
  well: boolean;
}

/** The line; none when nothing happened. */
export function saidLine(said: Said | undefined): KnownBlock[] {
  return said ? [alert(said.words, said.well ? "success" : "warning")] : [];
}
