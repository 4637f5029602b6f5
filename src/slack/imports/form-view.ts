import type { ModalView } from "@slack/types";
import type { GroupChoice } from "../../services/groups/groups.ts";
import { expiryChoices } from "../../services/invites/policy.ts";
import { alert, paragraph, plain, text, title } from "../kit/blocks.ts";
import { groupsInput } from "../kit/groups-input.ts";
import { ids } from "../kit/ids.ts";
import { choice } from "../kit/list-modal.ts";

/** Slack's limit on a text field. */
const LONGEST_TEXT = 3_000;

interface ImportForm {
  choices: readonly GroupChoice[];
  groupIds: readonly string[];
  expiryDays: number;
  problem?: string | undefined;
}

/** Draws *Import people*: at most 6 blocks. */
export function importForm({ choices, groupIds, expiryDays, problem }: ImportForm): ModalView {
  const { file, people, groups, expiry } = ids.imports;
  return {
    type: "modal",
    callback_id: ids.imports.form,
    title: title("Import people"),
    submit: plain("Review"),
    close: plain("Close"),
    blocks: [
      ...(problem ? [alert(problem, "error")] : []),
      paragraph(
        text(
          "One person per line. The first line names the columns: email, and optionally name, groups, until, expires, message and language. You’ll review everything before anybody is invited.",
        ),
      ),
      {
        type: "input",
        block_id: file,
        optional: true,
        label: plain("File"),
        hint: plain("CSV or text, up to 10 MB and 50,000 people."),
        element: { type: "file_input", action_id: file, filetypes: ["csv", "txt"], max_files: 1 },
      },
      {
        type: "input",
        block_id: people,
        optional: true,
        label: plain("Or paste them"),
        hint: plain("From a spreadsheet. A list of addresses needs no first line."),
        element: {
          type: "plain_text_input",
          action_id: people,
          multiline: true,
          max_length: LONGEST_TEXT,
        },
      },
      groupsInput(groups, groupIds, choices, "For lines that name no group."),
      {
        type: "input",
        block_id: expiry,
        label: plain("Link expires after"),
        element: choice(
          expiry,
          "Days",
          String(expiryDays),
          expiryChoices.map((days) => [String(days), days === 1 ? "1 day" : `${days} days`] as const),
        ),
      },
    ],
  };
}
