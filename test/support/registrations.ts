import type { Person } from "../../dev/emulators/slack/person.ts";
import { nonceAt, send } from "./web/form.ts";
import { linkIn, type World } from "./world.ts";

/** Opens an email's link. Returns a function that presses the button and returns the next page. */
export async function opensLink({ app }: Pick<World, "app">, mail: { link: string }) {
  const url = linkIn(app, mail);
  const nonce = await nonceAt(url);
  return (name: string) => send(url, { name, timeZone: "Europe/London", nonce });
}

/** Sends the form behind an email's link, as its reader would. Returns the page. */
export async function accepts(
  world: Pick<World, "app">,
  mail: { link: string },
  name: string,
): Promise<{ status: number; page: string }> {
  const press = await opensLink(world, mail);
  return press(name);
}

/** Invites someone into groups, as Mia, and registers them by the link in the email. */
export async function register(
  world: World,
  { name, email, groups = ["Users"] }: { name: string; email: string; groups?: string[] },
): Promise<void> {
  const { mia, sendgrid } = world;
  await mia.runs(`/iam invite ${email}`);
  await mia.seesView("Invite people");
  await mia.picks("Groups", groups);
  await mia.submits();
  if (groups.includes("Admin")) {
    await mia.seesView("Invite as Admin?");
    await mia.submits();
  }
  await mia.closes();
  await world.mailsAreOut();
  const { status } = await accepts(world, await sendgrid.mailTo(email), name);
  if (status !== 200) throw new Error(`${name} could not register: ${status}`);
}

/** Registers someone into Admin by the link in the email, and links their Slack account by a first command. */
export async function newAdmin(world: World, name: string): Promise<Person> {
  const email = `${name.split(" ")[0]?.toLowerCase()}@acme.io`;
  await register(world, { name, email, groups: ["Admin"] });
  const admin = world.slack.addPerson({ name, email });
  await admin.runs("/iam");
  await admin.sees("Decide who gets in, from Slack");
  return admin;
}
