import type { KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import type { ChangeReview, LeftOutRows } from "../../services/changes/review-change.ts";
import { adminGroupId } from "../../services/groups/groups.ts";
import { UNANNOUNCED } from "../../services/runs/run-facts.ts";
import type { ChangeWhat } from "../../services/runs/show-run.ts";
import { cautionAdmin, inviteUntilThen } from "../kit/admin-means.ts";
import { bold, contextBlock, paragraph, plain, text, title } from "../kit/blocks.ts";
import { ids } from "../kit/ids.ts";
import { announced, groupsText } from "../messages/change-words.ts";

/** How many reasons are shown, the most frequent first. */
const MAX_REASONS = 8;

const words = {
  resend: { title: "Resend invites?", verb: "Resend", fate: "will be sent again, each with a new link" },
  cancel: { title: "Cancel invites?", verb: "Cancel", fate: "will be cancelled" },
  groups: { title: "Change groups?", verb: "Change", fate: "will get other groups" },
  suspend: { title: "Suspend users?", verb: "Suspend", fate: "will be suspended" },
};

/** Draws what changing all rows of a list would do: at most 7 blocks, and 1 for each of 8 reasons. */
export function changeReview({ run, needsApproval, first, leftOut }: ChangeReview): ModalView {
  const { id, planned, lines, counts, what } = run;
  if (what.kind !== "change") throw new Error("this run is not a change");
  const { title: heading, verb, fate } = words[what.action];
  const one = what.of.slice(0, -1);
  const rows = (count: number) => `${number(count)} ${count === 1 ? one : what.of}`;
  const noun = capital(planned === 1 ? one : what.of);
  const { unchanged = 0 } = counts;
  const grantsAdmin = planned > 0 && what.adds.some((group) => group.id === adminGroupId);
  const until = what.of === "invites" ? inviteUntilThen : "Until then they get only the other groups.";
  return {
    type: "modal",
    callback_id: ids.changes.review,
    private_metadata: id,
    title: title(heading),
    ...(planned > 0 && { submit: plain(`${verb} ${number(planned)} ${noun}`, 24) }),
    close: plain("Close"),
    blocks: [
      paragraph(
        bold(planned > 0 ? `${rows(planned)} ${fate}.` : "Nothing would be changed."),
        text(planned > 0 ? `\n${consequences(what)}` : ""),
      ),
      ...(planned > 0 ? [paragraph(text(namesOf(first, planned)))] : []),
      ...(grantsAdmin
        ? cautionAdmin(
            `${rows(planned)} will be in Admin.`,
            needsApproval ? { who: "each of them", until } : null,
          )
        : []),
      ...(unchanged > 0 ? [paragraph(text(unchangedText(what, unchanged, lines)))] : []),
      ...(leftOut.length > 0 ? [paragraph(bold("Left out")), ...reasons(leftOut)] : []),
      ...(planned > UNANNOUNCED ? [contextBlock(announced)] : []),
    ],
  };
}

function consequences(what: ChangeWhat): string {
  const { action, of, end, adds, theirInvites } = what;
  switch (action) {
    case "resend":
      return "Earlier links stop working.";
    case "cancel":
      return "Their links stop working. No email is sent.";
    case "suspend":
      return `Their groups give them nothing until they are reactivated. ${
        theirInvites === "cancel"
          ? "The pending invites they handled are cancelled."
          : "The pending invites they handled stay."
      } Nobody is notified.`;
    case "groups": {
      const isOfUsers = of === "users" && adds.length > 0;
      const others = end
        ? "People already in one of these get this end too."
        : "People already in one of these keep their end.";
      const fate = isOfUsers ? others : of === "invites" ? "Their links keep working." : "";
      return [groupsText(what), fate].filter((part) => part !== "").join("\n");
    }
  }
}

function reasons(leftOut: readonly LeftOutRows[]): KnownBlock[] {
  const more = leftOut.slice(MAX_REASONS).reduce((sum, { count }) => sum + count, 0);
  return [
    ...leftOut.slice(0, MAX_REASONS).map(reason),
    ...(more > 0
      ? [paragraph(text(`${number(more)} more for other reasons. The result names them all.`))]
      : []),
  ];
}

function unchangedText({ action }: ChangeWhat, unchanged: number, lines: number): string {
  const count = `${number(unchanged)} of ${number(lines)}`;
  if (action === "suspend") return `${count} ${unchanged === 1 ? "is" : "are"} already suspended.`;
  return `${count} ${unchanged === 1 ? "has" : "have"} nothing to change.`;
}

/** Lists the first few of many. */
function namesOf(first: readonly string[], count: number): string {
  const names = first.map((email) => shorten(email, 60));
  const more = count - first.length;
  return more > 0 ? `${names.join(", ")} and ${number(more)} more` : names.join(", ");
}

/** Draws a reason once with the people it is about, or one by one if each has its own sentence. */
function reason({ count, first }: LeftOutRows): KnownBlock {
  const more = count > first.length ? [`and ${number(count - first.length)} more`] : [];
  const [sentence = ""] = first.map(({ why }) => why);
  const isSame = first.every(({ why }) => why === sentence);
  const names = namesOf(
    first.map(({ email }) => email),
    count,
  );
  return isSame
    ? paragraph(bold(`${number(count)}: `), text(`${shorten(sentence, 400)}\n${names}`))
    : paragraph(
        bold(`${number(count)}: `),
        text([...first.map(({ why }) => shorten(why, 400)), ...more].join("\n")),
      );
}

const number = (count: number) => count.toLocaleString("en");
const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());
