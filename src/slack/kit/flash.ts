import type { KnownBlock } from "@slack/types";
import { alert } from "./blocks.ts";

/** What just happened, for the line at the top of what is drawn anew. */
export interface Flash {
  text: string;
  ok: boolean;
}

/** The line; none when nothing happened. */
export function flashBlocks(flash: Flash | undefined): KnownBlock[] {
  return flash ? [alert(flash.text, flash.ok ? "success" : "warning")] : [];
}
