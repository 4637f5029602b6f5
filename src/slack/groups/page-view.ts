import type { Button, KnownBlock, ModalView } from "@slack/types";
import { shorten } from "../../locales/shorten.ts";
import { endText } from "../../services/ends.ts";
import type { AdminRights, GroupDetail, GroupMember, GroupPage } from "../../services/groups/open-group.ts";
import {
  actions,
  bold,
  button,
  contextBlock,
  type Flash,
  flashBlocks,
  header,
  paragraph,
  plain,
  text,
  title,
} from "../kit/blocks.ts";
import { exportButton } from "../kit/export-button.ts";
import { ids } from "../kit/ids.ts";
import { pauseWords } from "../kit/ineligibility.ts";
import { pager } from "../kit/list-modal.ts";
import { isolated } from "../kit/phrase.ts";
import { counted } from "../kit/text.ts";
import { accessBlocks, accessLine } from "./access.ts";
import { type GroupPageState, groupPageState } from "./list-state.ts";

interface GroupScreen extends GroupPage {
  state: GroupPageState;
  owners: readonly string[];
  flash?: Flash | undefined;
}

/**
 * Draws one group, *Members* or *Access*: at most 5 + 1 for each of 10 members + 2, and 4 for Admin or 1 for a managed
 * one, + 2 = 23 blocks.
 */
export function groupView(screen: GroupScreen): ModalView {
  const { group, state, memberCount, pendingCount, flash } = screen;
  const facts = [
    counted(memberCount, "member", "members"),
    counted(pendingCount, "pending invite", "pending invites"),
    ...(group.may.delete ? [] : ["built in"]),
  ];
  return {
    type: "modal",
    callback_id: ids.groups.page,
    private_metadata: groupPageState.encode(state),
    title: title(state.tab === "members" ? "Group members" : "Group access"),
    close: plain("Close"),
    blocks: [
      ...flashBlocks(flash),
      header(group.name),
      contextBlock(facts.join(" · ")),
      actions(
        tab(state.tab === "members" ? "access" : "members"),
        ...(state.tab === "members" && memberCount > 0
          ? [exportButton({ what: "members", groupId: group.id }, `the members of ${group.name}`)]
          : []),
      ),
      ...(group.description ? [paragraph(text(group.description))] : []),
      ...(group.managedBy ? [managedNote(group.managedBy)] : []),
      ...(state.tab === "members" ? membersTab(screen) : accessTab(group)),
      ...controls(screen),
    ],
  };
}

/** Says why nobody here can add people to the group or remove them. */
function managedNote(by: string): KnownBlock {
  return paragraph(
    bold(`Managed by ${isolated(by, 60)}. `),
    text("Who is in this group is decided at the identity provider, and can’t be chosen here."),
  );
}

const tab = (name: GroupPageState["tab"]): Button =>
  button(ids.groups[name], name === "access" ? "Access" : "Members");

function controls({ group }: GroupScreen): KnownBlock[] {
  const buttons = [
    ...(group.managedBy
      ? [button(ids.groups.takeBack, "Take Back", { label: `Take the group ${group.name} back` })]
      : []),
    button(ids.groups.rules, "Access Rules", { label: `Access rules of the group ${group.name}` }),
    // For Admin and Auditors, someone decides each time.
    ...(group.may.edit && !group.managedBy
      ? [button(ids.groups.atOnce, "At Once", { label: `Who gets the group ${group.name} at once` })]
      : []),
    ...(group.may.edit
      ? [button(ids.groups.edit, "Edit Group", { label: `Edit the group ${group.name}` })]
      : []),
    ...(group.may.delete
      ? [
          button(ids.groups.delete, "Delete Group", {
            style: "danger",
            label: `Delete the group ${group.name}`,
          }),
        ]
      : []),
  ];
  return [{ type: "divider" }, actions(...buttons)];
}

function accessTab(group: GroupDetail): KnownBlock[] {
  const [first] = group.services === "all" ? [] : group.services;
  const label = `See who can use ${first}`;
  return [
    ...accessBlocks(group),
    ...(first === undefined
      ? []
      : [actions(button(ids.groups.whoMay, "Who Can Use It?", { value: first, label }))]),
  ];
}

function membersTab(screen: GroupScreen): KnownBlock[] {
  const { group, members, state, admin } = screen;
  const paging = pager(
    { previous: ids.groups.membersPrevious, next: ids.groups.membersNext },
    members,
    (cursor) => groupPageState.encode({ ...state, cursor }),
  );
  return [
    paragraph(text(accessLine(group))),
    ...(admin ? [...adminBlocks(admin, screen.owners), paragraph(bold("Members"))] : []),
    ...(members.rows.length === 0 ? [paragraph(text("Nobody is in this group."))] : members.rows.map(row)),
    ...(paging.length > 0 ? [actions(...paging)] : []),
  ];
}

function row(member: GroupMember): KnownBlock {
  const { userId, name, email, status, ended } = member;
  const facts = [
    shorten(email, 200),
    ...(status === "suspended" ? ["Suspended"] : []),
    ...(ended ? [`Ended ${endText(ended)}`] : []),
  ];
  return {
    type: "section",
    text: plain(`${isolated(name, 100)}\n${facts.join(" · ")}`),
    accessory: button(ids.user.open, "View", { value: userId, label: `View ${name}` }),
  };
}

function adminBlocks(admin: AdminRights, owners: readonly string[]): KnownBlock[] {
  return [
    paragraph(
      bold("Owners, set by the operator\n"),
      ...(owners.length > 0
        ? owners.flatMap((user_id, index) => [
            text(index > 0 ? ", " : ""),
            { type: "user" as const, user_id },
          ])
        : [text("None")]),
    ),
    ...(admin.invites.length > 0
      ? [
          paragraph(
            bold("Pending invites into Admin\n"),
            text(
              admin.invites
                .map(({ email, by }) => `${shorten(email, 120)}, by ${isolated(by, 80)}`)
                .join("\n"),
            ),
            text(admin.moreInvites ? "\nand more: /iam pending shows them all" : ""),
          ),
        ]
      : []),
    ...(admin.paused.length > 0
      ? [
          paragraph(
            bold("Members whose rights are paused\n"),
            text(admin.paused.map((each) => `${isolated(each.name, 100)}: ${whyPaused(each)}`).join("\n")),
            text(admin.morePaused ? "\nand more" : ""),
          ),
        ]
      : []),
  ];
}

function whyPaused({ status, linked, paused }: GroupMember): string {
  return [
    ...(status === "suspended" ? ["suspended"] : []),
    ...(linked ? [] : ["no linked Slack account"]),
    ...(paused ? [pauseWords(paused)] : []),
  ].join(", ");
}
