import { expect, test } from "vitest";
import { WebSocket } from "ws";
import { startSlack } from "../../../dev/emulators/slack/slack.ts";
import { boltOverSocket } from "../../support/emulators/bolt-app.ts";
import { inviteDesk } from "../../support/emulators/invite-desk.ts";

test("over a socket everything is as over HTTP", async () => {
  const slack = await startSlack();
  const bolt = await boltOverSocket(slack, inviteDesk);
  const ada = slack.addPerson({ name: "Ada Lovelace" });

  await ada.runs("/iam");
  await ada.sees("Try /iam invite");
  await ada.runs("/iam invite");
  await ada.seesView("Invite people");
  await ada.types("Email addresses", "eve");
  await ada.picks("Groups", ["Users"]);
  expect(await ada.submits()).toEqual({ "Email addresses": "eve is no address" });
  await ada.types("Email addresses", "eve@acme.io");
  expect(await ada.submits()).toEqual({});
  await ada.seesView("Result");
  await ada.receives("You invited eve@acme.io");

  await bolt.stop();
  await slack.close();
});

test("when Slack asks for it, the app connects anew", async () => {
  const slack = await startSlack();
  const bolt = await boltOverSocket(slack, inviteDesk);
  const ada = slack.addPerson({ name: "Ada Lovelace" });

  slack.refreshSockets();
  await expect.poll(() => slack.calls("apps.connections.open").length).toBe(2);
  await expect
    .poll(async () => {
      await ada.runs("/iam");
      return ada.ephemerals.length;
    })
    .toBeGreaterThan(0);

  await bolt.stop();
  await slack.close();
});

test("with no socket open, nobody is answered", async () => {
  const slack = await startSlack();
  const ada = slack.addPerson({ name: "Ada Lovelace" });
  await ada.runs("/iam");
  expect(ada.screen()).toContain('failed with the error "dispatch_failed"');
  await slack.close();
});

test("a socket opens with its ticket alone", async () => {
  const slack = await startSlack();
  const socket = new WebSocket(`${slack.origin.replace("http", "ws")}/link/?ticket=guess`);
  await expect(new Promise((_, reject) => socket.once("error", reject))).rejects.toThrow("401");
  await slack.close();
});
