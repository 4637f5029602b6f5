import type { KnownBlock } from "@slack/types";

/** A message that the app sends by itself. `text` says it all: notifications and screen readers read only that. */
export interface Card {
  text: string;
  blocks: KnownBlock[];
}
