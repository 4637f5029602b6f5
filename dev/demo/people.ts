import type { Person } from "../emulators/slack/person.ts";
import type { Slack } from "../emulators/slack/slack.ts";

/** The people who can be played in the workspace. */
export interface Cast {
  owner: Person;
  admin: Person;
  member: Person;
  guest: Person;
  outsider: Person;
  /** The id of where the app is installed: the workspace, or a whole organisation. */
  installedAt: string;
}

const profiles = {
  owner: { name: "Mia Chen", title: "Owner", email: "mia@acme.io", timeZone: "Europe/Berlin" },
  admin: { name: "Jonas Weber", title: "Admin", email: "jonas@acme.io", timeZone: "Europe/Berlin" },
  member: { name: "Priya Raman", title: "Member", email: "priya@acme.io", timeZone: "Asia/Kolkata" },
  guest: { name: "Sam Okoro", email: "sam@partner.example", guest: true, timeZone: "Africa/Lagos" },
  outsider: { name: "Lena Fischer", title: "Globex", email: "lena@globex.example", teamId: "T0GLOBEX001" },
};

/** Their workspaces in a Grid; everyone else is in the first workspace only. */
const workspaces = { owner: ["Acme", "Acme Labs"], admin: ["Acme Labs", "Acme"], member: ["Acme Sales"] };

/** Adds everyone to an empty workspace, or to the workspaces of a Grid. */
export function addCast(slack: Slack, grid: boolean): Cast {
  const { owner, admin, member, guest, outsider } = profiles;
  const inGrid = (who: keyof typeof workspaces) => (grid ? { workspaces: workspaces[who] } : {});
  slack.addPerson({ ...owner, ...inGrid("owner") });
  slack.addPerson({ ...admin, ...inGrid("admin") });
  slack.addPerson({ ...member, ...inGrid("member") });
  slack.addPerson(guest);
  slack.addPerson(outsider);
  return castOf(slack);
}

/** Finds everyone in a workspace to which they were added. */
export function castOf(slack: Slack): Cast {
  const { owner, admin, member, guest, outsider } = profiles;
  return {
    owner: slack.person(owner.name),
    admin: slack.person(admin.name),
    member: slack.person(member.name),
    guest: slack.person(guest.name),
    outsider: slack.person(outsider.name),
    installedAt: slack.teamId,
  };
}
