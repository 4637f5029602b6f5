import type { Person } from "../emulators/slack/person.ts";
import type { Slack } from "../emulators/slack/slack.ts";

/** Who can be played in the workspace. */
export interface Cast {
  owner: Person;
  admin: Person;
  member: Person;
  guest: Person;
  outsider: Person;
}

const profiles = {
  owner: { name: "Mia Chen", title: "Owner", email: "mia@acme.io", timeZone: "Europe/Berlin" },
  admin: { name: "Jonas Weber", title: "Admin", email: "jonas@acme.io", timeZone: "Europe/Berlin" },
  member: { name: "Priya Raman", title: "Member", email: "priya@acme.io", timeZone: "Asia/Kolkata" },
  guest: { name: "Sam Okoro", email: "sam@partner.example", guest: true, timeZone: "Africa/Lagos" },
  outsider: { name: "Lena Fischer", title: "Globex", email: "lena@globex.example", teamId: "T0GLOBEX001" },
};

/** Adds everyone to an empty workspace. */
export function addCast(slack: Slack): Cast {
  for (const profile of Object.values(profiles)) slack.addPerson(profile);
  return castOf(slack);
}

/** Finds everyone in a workspace that has them. */
export function castOf(slack: Slack): Cast {
  const { owner, admin, member, guest, outsider } = profiles;
  return {
    owner: slack.person(owner.name),
    admin: slack.person(admin.name),
    member: slack.person(member.name),
    guest: slack.person(guest.name),
    outsider: slack.person(outsider.name),
  };
}
