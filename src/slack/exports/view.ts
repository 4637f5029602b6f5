import type { KnownBlock } from "@slack/types";
import type { ExportRequest } from "../../services/exports/request.ts";
import { paragraph, plain, text } from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { isolated } from "../kit/phrase.ts";

/** What can be exported in full, each with its contents. */
const lists: readonly [ExportRequest, string, string][] = [
  [{ what: "users", text: "", which: "everyone" }, "Users", "names, addresses, phone numbers and groups"],
  [
    { what: "invites", text: "", which: "pending", mine: false },
    "Pending invites",
    "addresses, groups, and whether the email was delivered",
  ],
  [{ what: "requests", which: "all" }, "Requests", "who asked for what, and the answers"],
  [{ what: "audit", about: "" }, "Audit log", "who did what, and when"],
];

/** Draws what can be exported: 1 + 1 for each of 4 lists + 1 = 6 blocks. */
export function exportChoices(opening: string): KnownBlock[] {
  return [
    paragraph(text(opening)),
    ...lists.map(
      ([request, name, about]): KnownBlock => ({
        type: "section",
        text: plain(`${name}: ${about}`),
        accessory: exportButton(request, name.toLowerCase()),
      }),
    ),
    paragraph(text(more)),
  ];
}

const more =
  "For part of a list, add a search: /iam export users acme.io. Or name a group: /iam export members Support, or /iam export review Support.";

/** Returns the same in one line. */
export function exportChoicesText(opening: string): string {
  return `${opening} ${lists.map(([, name]) => name).join(", ")}. ${more}`;
}

/** Says that an export is on its way. */
export function startedText(label: string): string {
  return `Exporting ${isolated(label)}. You’ll get the file in a message from this app.`;
}
