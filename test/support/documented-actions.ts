import { readFileSync } from "node:fs";

/** What an event carries, by its row in `docs/api.md`. */
interface DocumentedAction {
  target: string;
  before: string[];
  after: string[];
}

const keysIn = (cell: string) => [...cell.matchAll(/`(\w+)`/g)].map(([, key = ""]) => key);

/** The rows of the table of audit actions in `docs/api.md`. */
export const documentedActions = new Map<string, DocumentedAction>(
  [...readFileSync("docs/api.md", "utf8").matchAll(/^\| `(\w+\.\w+)` \|(.+)\|$/gm)].map(
    ([, action = "", cells = ""]) => {
      const [target = "", before = "", after = ""] = cells.split("|");
      return [action, { target: target.trim(), before: keysIn(before), after: keysIn(after) }];
    },
  ),
);
