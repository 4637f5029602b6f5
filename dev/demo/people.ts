import type { Person } from "../slack/person.ts";
import type { Slack } from "../slack/slack.ts";

/** Who can be played in the workspace. */
export interface Cast {
  owner: Person;
  admin: Person;
  member: Person;
  guest: Person;
  outsider: Person;
}

/** Adds everyone to an empty workspace. */
export function addCast(slack: Slack): Cast {
  return {
    owner: slack.addPerson({
      name: "Mia Chen",
      title: "Owner",
      email: "mia@acme.io",
      timeZone: "Europe/Berlin",
    }),
    admin: slack.addPerson({
      name: "Jonas Weber",
      title: "Admin",
      email: "jonas@acme.io",
      timeZone: "Europe/Berlin",
    }),
    member: slack.addPerson({
      name: "Priya Raman",
      title: "Member",
      email: "priya@acme.io",
      timeZone: "Asia/Kolkata",
    }),
    guest: slack.addPerson({
      name: "Sam Okoro",
      email: "sam@partner.example",
      guest: true,
      timeZone: "Africa/Lagos",
    }),
    outsider: slack.addPerson({
      name: "Lena Fischer",
      email: "lena@globex.example",
      title: "Globex",
      teamId: "T0GLOBEX001",
    }),
  };
}
