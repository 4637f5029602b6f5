import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { faultText } from "../../services/imports/fault.ts";
import type { ImportReview } from "../../services/imports/review-import.ts";
import { UNANNOUNCED } from "../../services/runs/run-facts.ts";
import { cautionAdmin, inviteUntilThen } from "../kit/admin-means.ts";
import {
  actions,
  bold,
  button,
  contextBlock,
  type Flash,
  flashBlocks,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { isolated } from "../kit/phrase.ts";
import { exactly } from "../kit/text.ts";
import { announced } from "../messages/change-words.ts";

const LONGEST_NAMES = 300;
const encodings: Record<string, string> = {
  "windows-1252": "Windows-1252",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
};

/** Draws what an import would do: at most 11 blocks. */
export function importReview({ run, needsApproval, faulty, sample }: ImportReview, flash?: Flash): ModalView {
  const { id, planned, lines, counts, what } = run;
  const none = { groups: [], grantsRights: false, ignored: [], encoding: "" };
  const { groups, grantsRights, ignored, encoding } = what.kind === "import" ? what : none;
  const names = isolated(groups.map(({ name }) => name).join(", "), LONGEST_NAMES);
  const others = [
    [counts.pending, "already pending"],
    [counts.user, "already registered"],
    [counts.faulty, "with an error"],
  ].flatMap(([count, what]) => (count ? [`${Number(count).toLocaleString("en")} ${what}`] : []));
  return {
    type: "modal",
    callback_id: ids.imports.review,
    private_metadata: id,
    title: title("Import people?"),
    ...(planned > 0 && { submit: plain(`Invite ${planned.toLocaleString("en")}`, 24) }),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      paragraph(
        bold(
          planned > 0
            ? `${exactly(planned, "person", "people")} will be invited.`
            : "Nobody would be invited.",
        ),
        text(`\n${exactly(lines, "line", "lines")}. Groups, unless a line names others: ${names}.`),
      ),
      ...(others.length > 0 ? [paragraph(text(others.join(" · ")))] : []),
      ...(grantsRights
        ? cautionAdmin(
            "Some of them will get rights here.",
            needsApproval ? { who: "some of them", until: inviteUntilThen } : null,
          )
        : []),
      ...encodingBlocks(encoding, sample),
      ...(ignored.length > 0
        ? [paragraph(text(`Ignored columns: ${isolated(ignored.join(", "), LONGEST_NAMES)}.`))]
        : []),
      ...(faulty.length > 0
        ? [
            paragraph(bold("Left out"), text(`\n${faultLines(faulty, counts.faulty ?? 0)}`)),
            actions(
              button(ids.imports.faulty, "Send Me These Lines", {
                value: id,
                label: "Send me these lines as CSV",
              }),
            ),
          ]
        : []),
      ...(planned > UNANNOUNCED ? [contextBlock(announced)] : []),
    ],
  };
}

/** Shows names that were not read as UTF-8, so that people can check them. */
function encodingBlocks(encoding: string, sample: readonly string[]): KnownBlock[] {
  const name = encodings[encoding];
  if (!name || sample.length === 0) return [];
  return [
    paragraph(
      bold(`Read as ${name}. Check these names:`),
      text(`\n${isolated(sample.join(", "), LONGEST_NAMES)}`),
    ),
  ];
}

function faultLines(faulty: ImportReview["faulty"], count: number): string {
  const shown = faulty.map(
    ({ line, email, fault }) =>
      `Line ${line}${email ? ` (${shorten(email, 60)})` : ""}: ${fault ? shorten(faultText(fault), 200) : ""}`,
  );
  const more = count - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more.toLocaleString("en")} more`] : [])].join("\n");
}
