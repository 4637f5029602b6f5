import { Types } from "mongoose";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { builtInGroupIds, Group } from "../../../src/models/group.ts";
import { User } from "../../../src/models/user.ts";
import { searchTerms } from "../../../src/services/search-terms.ts";
import type { World } from "../world.ts";
import { groupNamed } from "./seed.ts";

const by = { kind: "system", name: "iam-bot" } as const;

interface Joining {
  groups?: Types.ObjectId[];
  linkedTo?: Person;
}

/** Writes people and groups into the database, for stories that start after registration. */
export function fixtures({ slack }: Pick<World, "slack">) {
  /** Writes someone who registered. Returns their id. */
  async function registered(
    name: string,
    { groups = [builtInGroupIds.users], linkedTo }: Joining = {},
    email = `${name.toLowerCase().replaceAll(" ", ".")}@acme.io`,
  ): Promise<string> {
    const now = new Date();
    const user = await User.create({
      email,
      name,
      timeZone: "Europe/London",
      memberships: groups.map((groupId) => ({ groupId, since: now, by })),
      ...(linkedTo && {
        slack: {
          teamId: slack.teamId,
          userId: linkedTo.id,
          email: linkedTo.account.email ?? "",
          linkedAt: now,
        },
      }),
      inviteId: new Types.ObjectId(),
      invitedBy: by,
      registeredAt: now,
      words: searchTerms(email, name),
    });
    return String(user._id);
  }

  /** Adds someone in Slack who is an active admin. */
  async function admin(name: string): Promise<Person> {
    const email = `${name.toLowerCase().replaceAll(" ", ".")}@acme.io`;
    const person = slack.addPerson({ name, email });
    await registered(name, { groups: [builtInGroupIds.users, builtInGroupIds.admin], linkedTo: person });
    return person;
  }

  /** Adds someone in Slack who is an active auditor. */
  async function auditor(name: string): Promise<Person> {
    const person = slack.addPerson({ name, email: `${name.toLowerCase().replaceAll(" ", ".")}@acme.io` });
    await registered(name, { groups: [builtInGroupIds.users, builtInGroupIds.auditors], linkedTo: person });
    return person;
  }

  async function group(name: string): Promise<Types.ObjectId> {
    const made = new Group({ ...groupNamed(name), services: [`${name} service`] });
    await made.save();
    return made._id;
  }

  return { registered, admin, auditor, group };
}
