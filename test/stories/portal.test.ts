import { expect, test } from "vitest";
import * as z from "zod";
import type { Person } from "../../dev/emulators/slack/person.ts";
import type { Principal } from "../../src/services/actor.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { actorOf } from "../support/faults/unauthorized-actors.ts";
import { accepts } from "../support/registrations.ts";
import { fixtures } from "../support/slack/fixtures.ts";
import { startWorld } from "../support/world.ts";

const world = await startWorld();
const { app, sendgrid, mia } = world;
const ada = await fixtures(world).admin("Ada Byron");

/** Another system, with a client that somebody made for it. */
async function system(name: string, maker: Principal) {
  const { token } = await createClient(maker, {
    name,
    permissions: [...clientPermissions],
    expiryDays: null,
  });
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${app.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    expect(response.status, `${method} ${path}`).toBeLessThan(300);
    return response.status === 204 ? null : response.json();
  };
}

const portal = await system("Portal", await actorOf(world, ada));
const nightly = await system("Nightly", { kind: "operator" });

async function invites(by: typeof portal, email: string): Promise<string> {
  const answer = await by("POST", "/invites", { emails: [email] });
  const { results } = z.object({ results: z.array(z.object({ inviteId: z.string() })) }).parse(answer);
  return results[0]?.inviteId ?? "";
}

async function opens(person: Person, command: string, title: string): Promise<void> {
  await person.closes();
  await person.runs(command);
  await person.seesView(title);
}

test("what a client does appears to people in its owner's name, and lists and the log add the client's", async () => {
  const id = await invites(portal, "eve@example.com");
  const mail = await sendgrid.mailTo("eve@example.com");
  expect(mail.subject).toBe("Ada Byron invites you to join Acme");
  expect(mail.text).toContain("Ada Byron (ada.byron@acme.io) invites you to join Acme");
  expect(mail.text).not.toContain("Portal");
  await ada.receives(/eve@example\.com/);

  await opens(mia, "/iam pending", "Pending invites");
  await mia.sees(/eve@example.com · .+\nUsers · by Ada Byron by Portal, just now/);
  await portal("POST", `/invites/${id}/cancel`);
  await mia.presses("Resend", { beside: "eve@example.com" });
  await mia.sees("Ada Byron by Portal cancelled the invite to eve@example.com");
  await ada.receives(/Cancelled by Ada Byron by Portal/);

  await opens(mia, "/iam audit eve@example.com", "Audit log");
  await mia.sees("Ada Byron by Portal (ada.byron@acme.io) invited eve@example.com");
  await mia.sees("Ada Byron by Portal (ada.byron@acme.io) cancelled the invite to eve@example.com");
});

test("admins see on their screens what a client invites and changes", async () => {
  await invites(portal, "fay@example.com");
  await accepts(world, await sendgrid.mailTo("fay@example.com"), "Fay Field");
  await ada.receives(/Fay Field.*accepted your invite/);
  const found = await portal("GET", "/users?email=fay%40example.com");
  const { items } = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(found);
  const userId = items[0]?.id ?? "";
  const group = z.object({ id: z.string() }).parse(await portal("POST", "/groups", { name: "Field work" }));
  await portal("PUT", `/users/${userId}/groups/${group.id}`, {});
  await portal("PATCH", `/users/${userId}`, { title: "Surveyor" });

  await opens(mia, "/iam user fay@example.com", "Profile");
  await mia.sees("Surveyor");
  await mia.sees("Field work");
  await portal("POST", `/users/${userId}/suspend`, {});
  await opens(mia, "/iam user fay@example.com", "Profile");
  await mia.sees(/Suspended.*Ada Byron by Portal/s);
});

test("if the operator owns the client, the organisation invites, and the admins are told", async () => {
  await invites(nightly, "gus@example.com");
  const mail = await sendgrid.mailTo("gus@example.com");
  expect(mail.subject).toBe("Acme invites you to join");
  await accepts(world, mail, "Gus Green");
  await ada.receives(/Gus Green.*accepted Nightly's invite/);
  await opens(ada, "/iam audit gus@example.com", "Audit log");
  await ada.sees(/Nightly.* invited gus@example.com/);
});
