import { setTimeout as pause } from "node:timers/promises";
import type { Mail } from "../../../dev/emulators/sendgrid/mail.ts";
import type { Person } from "../../../dev/emulators/slack/person.ts";
import { headingOf } from "../web/form.ts";
import type { Cluster } from "./cluster.ts";
import type { Dice } from "./run.ts";

const REST_MS = 300;
const INVITEES = 3;

/** What screens told people was done. */
export interface Told {
  invited: Set<string>;
  resent: Set<string>;
  cancelled: Set<string>;
  registered: Set<string>;
  /** Why somebody was not told that their action succeeded. */
  nothing: string[];
  /** How often an overloaded machine missed the 3 s in which a modal can be opened. */
  late: number;
}

/** Simulated traffic: admins who invite, resend and cancel, invitees who accept, and SendGrid's reports. */
export interface Traffic {
  told: Told;
  /** Lets everybody finish what they are doing. */
  ends(): Promise<void>;
}

/** Starts them, until told to end. Nobody retries what may have been done, except SendGrid. */
export function startTraffic(cluster: Cluster, dice: Dice): Traffic {
  const told: Told = {
    invited: new Set(),
    resent: new Set(),
    cancelled: new Set(),
    registered: new Set(),
    nothing: [],
    late: 0,
  };
  const open: string[] = [];
  let ending = false;
  let numbered = 0;
  let visitors = 0;

  const seen = (admin: Person, text: RegExp) => waitFor(admin, text, cluster.patienceMs + 1_000);

  const invite = async (admin: Person) => {
    const emails = Array.from({ length: 1 + dice.below(4) }, () => `person${++numbered}@example.com`);
    await admin.runs(`/iam invite ${emails.join(" ")}`);
    await seen(admin, /^Invite people/);
    await admin.submits();
    await seen(admin, /on the way/);
    for (const email of emails) told.invited.add(email);
    open.push(...emails);
  };

  const press = async (admin: Person, button: "Resend" | "Cancel Invite") => {
    const [email] = open.splice(dice.below(open.length), 1);
    if (!email) return;
    await admin.runs(`/iam pending ${email}`);
    const list = await seen(admin, new RegExp(`${email} · |No invites match`));
    if (list.includes("No invites match")) return;
    if (button === "Resend") await admin.presses(button, { beside: email });
    else {
      await admin.choosesFromMenu(button, { beside: email });
      // Somebody may have settled it in the meantime: then the list says so.
      const asked = await seen(admin, /^Cancel this invite\?|to .+ on \d/);
      if (asked.startsWith("Cancel this invite?")) await admin.submits();
    }
    const said = await seen(admin, /Sending again to|is cancelled\.|to .+ on \d/);
    if (said.includes(`Sending again to ${email}`)) told.resent.add(email);
    if (said.includes(`The invite to ${email} is cancelled.`)) told.cancelled.add(email);
  };

  const work = async (admin: Person) => {
    while (!ending && !cluster.closed) {
      try {
        const chance = dice.roll();
        if (chance < 0.6 || open.length === 0) await invite(admin);
        else await press(admin, chance < 0.8 ? "Resend" : "Cancel Invite");
      } catch (error) {
        if (String(error).includes("Slack did not answer in time")) told.late += 1;
        else told.nothing.push(String(error));
      }
      await admin.closes({ all: true });
      await pause(dice.below(REST_MS));
    }
  };

  const accept = async ({ link, to }: Mail) => {
    visitors += 1;
    const visitor = { "x-forwarded-for": `10.0.${visitors >> 8}.${visitors & 255}` };
    const page = await (await fetch(link, { headers: visitor })).text();
    const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1];
    if (!nonce) return;
    const sent = await fetch(link, {
      method: "POST",
      headers: { ...visitor, "Sec-Fetch-Site": "same-origin" },
      body: new URLSearchParams({ name: "Eve Adams", timeZone: "Europe/London", nonce }),
    });
    if (headingOf(await sent.text()) === "You’re in") told.registered.add(to[0]?.email ?? "");
  };

  let read = 0;
  const receive = async () => {
    while (!ending && !cluster.closed) {
      const mail = cluster.sendgrid.mails[read];
      if (!mail) {
        await pause(50);
        continue;
      }
      read += 1;
      await reported(mail);
      if (dice.roll() < 0.4)
        await accept(mail).catch((error: unknown) => {
          told.nothing.push(String(error));
        });
    }
  };

  /** Reports a delivery as SendGrid does, until it is accepted. */
  const reported = async (mail: Mail) => {
    const event = cluster.sendgrid.event(mail, "delivered");
    for (let tries = 0; tries < 50; tries++) {
      const status = await cluster.sendgrid.post([event]).catch(() => 0);
      if (status >= 200 && status < 300) return;
      await pause(100);
    }
    throw new Error(`SendGrid's event was not taken: ${JSON.stringify(event)}`);
  };

  const everybody = [...cluster.admins.map(work), ...Array.from({ length: INVITEES }, receive)];
  return {
    told,
    async ends() {
      ending = true;
      await Promise.all(everybody);
    },
  };
}

async function waitFor(admin: Person, text: RegExp, patienceMs: number): Promise<string> {
  const until = performance.now() + patienceMs;
  while (!text.test(admin.screen())) {
    if (performance.now() > until || admin.screen().includes("⚠"))
      throw new Error(
        `${text} is not to be seen on:\n${admin.screen()}\n${admin.ephemerals.at(-1)?.asText ?? ""}`,
      );
    await pause(20);
  }
  return admin.screen();
}
