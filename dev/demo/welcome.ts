import type { DemoOptions } from "./options.ts";
import { type RunningDemo, undoSeconds } from "./parts.ts";

const registrations = {
  seeded: { jonas: "an admin too", priya: "an ordinary member" },
  empty: { jonas: "not registered yet; invite jonas@acme.io into Admin", priya: "not registered yet" },
  earlier: { jonas: "as you left him", priya: "as you left her" },
};

const soon = `  In the next two minutes
  nadia@acme.io gets a reminder, and the invite of omar@acme.io expires.`;

const asking = `  Somebody asked
  Priya asked for Data Platform: as Mia, answer on the card in her messages. Jonas asked for Support,
  which Priya decides. Anyone asks with  /iam request.

  At once
  Priya took Security in an emergency: as Mia, press Seen or Take Away on the card. As Priya,
  /iam request Billing  gives it as soon as you ask.`;

const inGrid = `  It is an Enterprise Grid organisation of three workspaces: Acme, Acme Labs and Acme Sales. The app
  is installed in all of them, and people's workspaces are shown beside their names. A workflow for
  new hires asked for an invite to noor@acme.io: approve it as Mia, and it continues in #it-help.`;

/** Returns what the terminal says: where to look, as whom, and what to try. */
export function welcome(
  { workspace, mailbox, begun }: RunningDemo,
  { keep, grid }: DemoOptions,
  took: string,
): string {
  const { jonas, priya } = registrations[begun];
  return [
    `iam-bot is ready, ${took} after the start.`,
    `  The workspace  ${workspace}   a simulated Slack
  The mailbox    ${mailbox}   every email the app sends`,
    `  In the workspace you can be
    Mia Chen       the owner (named in IAM_OWNERS)
    Jonas Weber    ${jonas}
    Priya Raman    ${priya}
    Sam Okoro      a guest
    Lena Fischer   from another organisation`,
    ...(grid ? [inGrid] : []),
    `  Try
    1. As Mia, type  /iam invite eve@example.com  and send the invite.
    2. After ${undoSeconds} seconds Eve's email is in the mailbox: open its link, accept and register.
    3. Back in the workspace:  /iam user eve@example.com`,
    `  Then  /iam pending,  /iam users,  /iam groups,  /iam audit,  and  /iam import  with the file
  dev/demo/people.csv.${begun === "seeded" ? soon : ""}`,
    ...(begun === "seeded" ? [asking] : []),
    keep
      ? "Ctrl-C stops everything. It is kept in .demo for the next run with --keep."
      : "Ctrl-C stops everything, and nothing is kept.",
  ]
    .map((part) => `\n${part}\n`)
    .join("");
}
