import type { KnownBlock, ModalView } from "@slack/types";
import type { UserChoice, UserProfile } from "../../services/users.ts";
import {
  actions,
  bold,
  button,
  context,
  date,
  header,
  notice,
  paragraph,
  plain,
  text,
  title,
} from "../blocks.ts";
import { ids } from "../ids.ts";
import { shorten } from "../shorten.ts";

const LONGEST_LIST = 600;

/** *Profile*, the first tab: 4 blocks. */
export function profileView(user: UserProfile): ModalView {
  return modal("Profile", user, [
    fact("Name", user.name),
    fact("Email", user.email),
    fact("Title", user.title ?? "Not given"),
    fact("Phone", user.phone ?? "Not given"),
    fact("Time zone", user.timeZone),
    fact("Status", user.status === "active" ? "Active" : "Suspended"),
    user.slackUserId
      ? paragraph(bold("Slack account  "), { type: "user", user_id: user.slackUserId })
      : fact("Slack account", "Not linked yet"),
    paragraph(
      bold("Registered  "),
      date(user.registeredAt),
      text(`, invited by ${shorten(user.invitedBy, 80)}`),
    ),
  ]);
}

/** *Groups*, the second tab: 3 blocks, and 1 for each group. */
export function userGroupsView(user: UserProfile): ModalView {
  return modal(
    "Groups",
    user,
    user.groups.length > 0
      ? user.groups.map(groupBlock)
      : [paragraph(text(`${shorten(user.name, 100)} is in no group, and has no access.`))],
  );
}

function modal(tab: "Profile" | "Groups", user: UserProfile, blocks: KnownBlock[]): ModalView {
  const other =
    tab === "Profile"
      ? button(ids.user.groups, "Groups", { value: user.userId })
      : button(ids.user.profile, "Profile", { value: user.userId });
  return {
    type: "modal",
    title: title(tab),
    close: plain("Close"),
    blocks: [
      header(user.name),
      context(`${user.email} · ${tab}`),
      ...blocks,
      { type: "divider" },
      actions(other),
    ],
  };
}

const fact = (name: string, value: string): KnownBlock =>
  paragraph(bold(`${name}  `), text(shorten(value, 300)));

function groupBlock(group: UserProfile["groups"][number]): KnownBlock {
  const everything = [group.services, group.projects, group.regions].every((scope) => scope === "all");
  return paragraph(
    bold(shorten(group.name, 60)),
    text(
      everything
        ? "\nEverything: all services, projects and regions"
        : `\nServices: ${listed(group.services)}\nProjects: ${listed(group.projects)}\nRegions: ${listed(group.regions)}`,
    ),
    text("\nSince "),
    date(group.since),
    text(`, by ${shorten(group.by, 80)}`),
  );
}

function listed(scope: string[] | "all"): string {
  if (scope === "all") return "all";
  return scope.length > 0 ? shorten(scope.join(", "), LONGEST_LIST) : "none";
}

/** Several match: 1 block, and 2 for each of at most 10. */
export function choiceView(sought: string, users: UserChoice[]): ModalView {
  return {
    ...notice("Users", `${users.length} people match “${shorten(sought, 100)}”. Choose one.`),
    blocks: [
      paragraph(text(`Several people match “${shorten(sought, 100)}”.`)),
      ...users.flatMap(({ userId, name, email }) => [
        paragraph(bold(shorten(name, 100)), text(`\n${shorten(email, 200)}`)),
        actions(button(ids.user.open, "View", { value: userId, label: `View ${name}` })),
      ]),
    ],
  };
}

/** Nobody matches: says so, and offers to invite an address. */
export function nobodyBlocks(sought: string, isAddress: boolean): { text: string; blocks: KnownBlock[] } {
  const words = `No user matches “${shorten(sought, 200)}”.`;
  return {
    text: words,
    blocks: [
      paragraph(
        text(isAddress ? words : `${words} Try an email address, an @mention, or the beginning of a name.`),
      ),
      ...(isAddress
        ? [actions(button(ids.invite.open, "Invite", { value: sought, label: `Invite ${sought}` }))]
        : []),
    ],
  };
}
