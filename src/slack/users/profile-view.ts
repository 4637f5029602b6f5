import type { Button, KnownBlock, ModalView, RichTextElement } from "@slack/types";
import { languageName } from "../../locales/languages.ts";
import { shorten } from "../../locales/shorten.ts";
import { type End, endText } from "../../services/ends.ts";
import { day } from "../../services/format.ts";
import { adminGroupId } from "../../services/groups/groups.ts";
import type { LastUsed, UserProfile } from "../../services/users/find-user.ts";
import { timeZoneLabel } from "../../services/users/time-zones.ts";
import { accessText } from "../kit/access.ts";
import { needsApproval } from "../kit/admin-means.ts";
import {
  actions,
  bold,
  button,
  contextBlock,
  date,
  type Flash,
  flashBlocks,
  header,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { endedText } from "../kit/ended-text.ts";
import { ids } from "../kit/ids.ts";
import { pauseWords } from "../kit/ineligibility.ts";
import { isolated } from "../kit/phrase.ts";
import { standing } from "./list-view.ts";
import { userRef } from "./user-ref.ts";

/** Slack takes 100 blocks; groups beyond these are counted. */
const MAX_GROUPS = 90;

/** How many groups the first tab lists, with what they give. */
const MAX_GROUPS_NAMED = 8;
const LONGEST_ACCESS = 200;

/** Draws *Profile*, the first tab: at most 9 blocks. */
export function profileView(user: UserProfile, flash?: Flash): ModalView {
  const view = tabView("Profile", user, [
    lines(
      fact("Name", user.name),
      fact("Email", user.email),
      fact("Title", user.title ?? "Not given"),
      fact("Phone", user.phone ?? "Not given"),
      fact("Time zone", timeZoneLabel(user.timeZone)),
      fact("Language", languageName(user.language ?? "") ?? "Not given"),
    ),
    lines(statusLine(user), slackAccount(user), [
      bold("Registered  "),
      date(user.registeredAt),
      text(`, invited by ${isolated(user.invitedBy, 80)}`),
    ]),
    groupLines(user),
    { type: "divider" },
    actions(
      button(ids.user.changeGroups, "Change Groups", { value: user.userId }),
      button(ids.user.link, "Link Slack Account", { value: user.userId }),
      user.status === "active"
        ? button(ids.user.suspend, "Suspend", { value: user.userId, style: "danger" })
        : reactivateButton(user),
      ...eraseButton(user),
    ),
  ]);
  return { ...view, blocks: [...flashBlocks(flash), ...view.blocks] };
}

/** Joins lines to a paragraph. */
const lines = (...each: RichTextElement[][]): KnownBlock =>
  paragraph(...each.flatMap((line, index) => (index === 0 ? line : [text("\n"), ...line])));

const untilText = (end: End | null) => (end ? ` · until ${endText(end)}` : "");

/** Lists each group with what it gives, one per line. */
function groupLines({ groups }: UserProfile): KnownBlock {
  const more = groups.length - MAX_GROUPS_NAMED;
  if (groups.length === 0) return lines(fact("Groups", "None, so no access"));
  return lines(
    [bold("Groups")],
    ...groups
      .slice(0, MAX_GROUPS_NAMED)
      .map((group) => [
        text(
          `${isolated(group.name, 60)}: ${shorten(accessText(group), LONGEST_ACCESS)}${untilText(group.end)}`,
        ),
      ]),
    ...(more > 0 ? [[text(`and ${more} more, under Groups`)]] : []),
  );
}

function statusLine(user: UserProfile): RichTextElement[] {
  const erased = user.erased ? [text("\nTheir details were erased, "), date(user.erased)] : [];
  const erasing = user.erasing
    ? [
        text(`\n${isolated(user.erasing.by, 80)} wants their details erased, `),
        date(user.erasing.at),
        text(". Another admin has to confirm it."),
      ]
    : [];
  return [...standingLine(user), ...erasing, ...erased];
}

function standingLine({ status, suspended, awaited }: UserProfile): RichTextElement[] {
  if (status === "active") return fact("Status", "Active");
  if (awaited)
    return fact("Status", "Invited, not registered yet. Their groups give nothing until they accept.");
  if (!suspended) return fact("Status", "Suspended");
  return [
    bold("Status  "),
    text(`Suspended by ${isolated(suspended.by, 80)}, `),
    date(suspended.at),
    text("\nTheir groups give no access until they are reactivated."),
  ];
}

function slackAccount({ linkedUserId, paused }: UserProfile): RichTextElement[] {
  if (!linkedUserId) return fact("Slack account", "Not linked yet");
  return [
    bold("Slack account  "),
    { type: "user", user_id: linkedUserId },
    text(
      paused ? `\nIts rights are paused because ${pauseWords(paused)}. To restore them, link it again.` : "",
    ),
  ];
}

function reactivateButton(user: UserProfile): Button {
  const isBack = ({ id }: { id: string }) => !(user.adminNeedsApproval && id === adminGroupId);
  const groups = user.groups
    .filter(isBack)
    .map(({ name }) => name)
    .join(", ");
  const access = groups
    ? `They get their groups’ access back: ${isolated(groups)}.`
    : "They’re not in any group.";
  const back = user.adminNeedsApproval
    ? `${needsApproval(isolated(user.name, 60))} ${groups ? access : "Until then they get Users."}`
    : access;
  return button(ids.user.reactivate, "Reactivate", {
    value: userRef.encode(user.version),
    confirm: {
      title: plain(`Reactivate ${isolated(user.name)}?`, 100),
      text: plain(back, 300),
      confirm: plain("Reactivate"),
      deny: plain("Keep Suspended"),
    },
  });
}

function eraseButton({ userId, name, status, erased }: UserProfile): Button[] {
  if (status === "active" || erased) return [];
  const label = `Erase details: ${name}`;
  return [button(ids.user.erase, "Erase Details", { value: userId, style: "danger", label })];
}

/** Draws *Groups*, the second tab: 7 blocks, and 1 for each of at most 90 groups. */
export function userGroupsView(user: UserProfile, flash?: Flash): ModalView {
  const more = user.groups.length - MAX_GROUPS;
  const view = tabView("Groups", user, [
    ...(user.groups.length > 0
      ? user.groups.slice(0, MAX_GROUPS).map(groupBlock)
      : [paragraph(text(`${isolated(user.name, 100)} is not in any group and has no access.`))]),
    ...(more > 0 ? [contextBlock(`And ${more} more groups. Change Groups lists them all.`)] : []),
    ...(user.ended.length > 0 ? [contextBlock(endedText(user.ended))] : []),
    { type: "divider" },
    actions(
      button(ids.user.changeGroups, "Change Groups", { value: user.userId }),
      ...(user.groups.length > 0 ? [button(ids.user.setEnd, "Set End", { value: user.userId })] : []),
    ),
  ]);
  return { ...view, blocks: [...flashBlocks(flash), ...view.blocks] };
}

const tabs = [
  { tab: "Profile", id: ids.user.profile },
  { tab: "Groups", id: ids.user.groups },
  { tab: "Activity", id: ids.user.activity },
] as const;

/** Draws a tab of a user: 3 blocks around its content. */
export function tabView(
  open: (typeof tabs)[number]["tab"],
  { userId, name, email, ...user }: UserProfile,
  blocks: KnownBlock[],
): ModalView {
  return {
    type: "modal",
    title: title(open),
    close: plain("Close"),
    blocks: [
      header(name),
      contextBlock([shorten(email, 200), open, ...standing(user)].join(" · ")),
      actions(
        ...tabs.map(({ tab, id }) =>
          button(id, tab, {
            value: userId,
            ...(tab === open && { style: "primary", label: `${tab}, which is open` }),
          }),
        ),
      ),
      ...blocks,
    ],
  };
}

const fact = (name: string, value: string): RichTextElement[] => [
  bold(`${name}  `),
  text(isolated(value, 300)),
];

/** Says when what a group gives was last used, going by the questions that were asked. */
function useText(lastUsed: LastUsed): string {
  if (!lastUsed) return "";
  if (lastUsed === "never") return "\nNot used yet";
  return `\n${lastUsed.recent ? "Last used" : "Not used since"} ${day(lastUsed.day)}`;
}

function groupBlock(group: UserProfile["groups"][number]): KnownBlock {
  return paragraph(
    bold(isolated(group.name, 60)),
    text(`\n${accessText(group)}`),
    text("\nSince "),
    date(group.since),
    text(`, by ${isolated(group.by, 80)}${untilText(group.end)}${useText(group.lastUsed)}`),
  );
}
