import type { ActionsBlock, InputBlock, KnownBlock, ModalView, Overflow } from "@slack/types";
import { memo } from "../../locales/memo.ts";
import { shorten } from "../../locales/shorten.ts";
import type { PendingInvite } from "../../services/invites/invite-rows.ts";
import { MAX_COUNTED, type PendingPage } from "../../services/invites/list-invites.ts";
import { PAGE_ROWS } from "../../services/page.ts";
import {
  actions,
  bold,
  button,
  contextBlock,
  date,
  type Flash,
  paragraph,
  plain,
  text,
} from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { choice, listModal, pager, searchField } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";
import { remedyButton } from "../messages/invite-buttons.ts";
import { type Reporting, stateName, stateWords } from "../messages/invite-state.ts";
import { remedyFor } from "../messages/remedy.ts";
import { menuChoice } from "./pending-menu.ts";
import { blockOf, type PendingListState, pendingListState } from "./pending-state.ts";
import { relativeTime } from "./relative-time.ts";

export interface PendingScreen extends PendingPage {
  state: PendingListState;
  /** What just happened, for the line at the top. */
  flash?: Flash | undefined;
  deliveryReported: boolean;
}

/** Draws *Pending invites*: at most 4 + 2 for each of 10 rows + 3 = 27 blocks. */
export function pendingView(screen: PendingScreen): ModalView {
  const { rows, now, state, flash, deliveryReported } = screen;
  return listModal({
    callbackId: ids.pending.list,
    title: "Pending invites",
    metadata: pendingListState.encode(state),
    flash,
    search: [findField(state), choices(screen)],
    above: [paragraph(text(countText(screen)), date(now, "{time}"))],
    rows: rows.flatMap((invite) => row(invite, now, deliveryReported)),
    empty: emptyText(state),
    pager: pager(ids.pending, screen, (cursor) => {
      const page = pageOf(screen) + (cursor.direction === "after" ? 1 : -1);
      return pendingListState.encode({ ...state, cursor, page: Math.max(1, page) });
    }),
    below: deliveryReported
      ? []
      : [contextBlock("Delivery is not tracked: the SendGrid webhook is not set up.")],
  });
}

function findField(state: PendingListState): InputBlock {
  return searchField({
    id: ids.pending.text,
    blockId: blockOf(ids.pending.text, state),
    hint: "Matches the start of an address, a name in it, or its domain.",
    onEnter: true,
    query: state.text,
  });
}

function choices({ state, total }: PendingScreen): ActionsBlock {
  return {
    type: "actions",
    block_id: blockOf("filters", state),
    elements: [
      choice(ids.pending.which, "Show", state.which, [
        ["pending", "All pending"],
        ["trouble", "Delivery trouble"],
        ["expiring", "Expiring within 48 hours"],
        ["expired", "Expired in the last 30 days"],
      ]),
      choice(ids.pending.whose, "Invited by", state.mine ? "mine" : "everyone", [
        ["everyone", "Invited by anyone"],
        ["mine", "Invited by me"],
      ]),
      button(ids.pending.refresh, "Refresh"),
      ...(total > 1
        ? [button(ids.pending.several, "Select Several"), button(ids.changes.openInvites, "Change All")]
        : []),
      ...(total > 0 ? [exportButton({ what: "invites", ...filterIn(state) }, "these invites")] : []),
    ],
  };
}

const filterIn = ({ text: query, which, mine }: PendingListState) => ({ text: query, which, mine });

/** Returns the number of the page on the screen: as the buttons counted, unless the list has become shorter. */
function pageOf({ previous, total, state: { page = 1 } }: PendingScreen): number {
  if (previous === null) return 1;
  return total > MAX_COUNTED ? page : Math.min(page, Math.ceil(total / PAGE_ROWS));
}

function countText(screen: PendingScreen): string {
  const { total, state } = screen;
  const what = {
    pending: counted(total, "pending invite", "pending invites"),
    trouble: counted(total, "invite with delivery trouble", "invites with delivery trouble"),
    expiring: counted(total, "invite expires within 48 hours", "invites expire within 48 hours"),
    expired: counted(total, "expired invite", "expired invites"),
  }[state.which];
  const all = total > MAX_COUNTED ? "" : ` of ${Math.ceil(total / PAGE_ROWS)}`;
  return `${what}${total > PAGE_ROWS ? ` · page ${pageOf(screen)}${all}` : ""} · as of `;
}

function emptyText({ text: query, mine, which }: PendingListState): string {
  if (query || mine || which === "trouble" || which === "expiring")
    return "No invites match. Try another search, or clear it to see all of them.";
  if (which === "expired") return "No invite expired in the last 30 days.";
  return "No pending invites. Type /iam invite and an address to invite someone.";
}

function row(invite: PendingInvite, now: Date, deliveryReported: boolean): KnownBlock[] {
  const { email, groups, term, by, createdAt, queuedAt, generation, expiresAt, expired } = invite;
  const deliveryState = deliveryText(invite, { deliveryReported });
  const { buttons, advice } = remedyFor(invite);
  const remedies = buttons.map((kind) => remedyButton(kind, invite));
  const facts = [
    `${isolated(groups.join(", ") || "no groups", 150)}${term ? ` ${term}` : ""}`,
    `by ${isolated(by, 80)}, ${relativeTime(createdAt, now)}`,
    ...(generation > 1 ? [`resent ${relativeTime(queuedAt, now)}, ${ordinal(generation)} email`] : []),
    `${expired ? "expired" : "expires"} ${relativeTime(expiresAt, now)}`,
  ];
  return [
    paragraph(
      bold(shorten(email, 120)),
      text(` · ${shorten(deliveryState, 200)}\n${facts.join(" · ")}${advice ? `\n${advice}` : ""}`),
    ),
    expired ? actions(...remedies) : actions(...remedies, menu(invite)),
  ];
}

/** Describes the delivery of an invite nobody has answered. */
export function deliveryText({ delivery }: Pick<PendingInvite, "delivery">, reporting: Reporting): string {
  const invited = { status: "pending" as const, delivery };
  return stateName(invited) === "delivered" ? "Delivered" : stateWords(invited, reporting).words;
}

const plurals = memo(() => new Intl.PluralRules("en", { type: "ordinal" }));
const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
const ordinal = (number: number) => `${number}${endings[plurals().select(number)] ?? "th"}`;

const menuChoices = [
  ["cancel", "Cancel Invite"],
  ["groups", "Edit Groups"],
  ["link", "Show Link"],
] as const;

function menu(invite: PendingInvite): Overflow {
  return {
    type: "overflow",
    action_id: ids.pending.more,
    options: menuChoices.map(([what, label]) => ({
      text: plain(label),
      value: menuChoice.encode({ ...invite, what }),
    })),
  };
}
