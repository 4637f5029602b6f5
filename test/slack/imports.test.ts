import { afterEach, expect, test } from "vitest";
import { Invite } from "../../src/models/invite.ts";
import { Run } from "../../src/models/run.ts";
import { showsRun } from "../support/imports/seed-run.ts";
import { seedAdmin, seedInvites } from "../support/slack/seed.ts";
import { startWorld } from "../support/world.ts";

const { slack, mia } = await startWorld();
const ben = slack.addPerson({ name: "Ben Ode", email: "ben@acme.io" });
await seedAdmin(ben);

afterEach(async () => {
  await Promise.all([mia.closes({ all: true }), ben.closes({ all: true })]);
});

const pastes = async (text: string) => {
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  await mia.types("Or paste them", text);
  return mia.submits();
};

test("a pasted table is reviewed, started, and followed to its end in one message", async () => {
  await seedInvites(["waits@example.com"], ["000000000000000000000001"]);
  const table = "Email\tTeam\tGroups\neve@example.com\tA\t\nwaits@example.com\tB\t\nx@example.com\tC\tMoon";
  expect(await pastes(table)).toEqual({});
  await mia.sees("1 person will be invited.");
  expect(mia.screen()).toContain("1 already pending · 1 with an error");
  expect(mia.screen()).toContain("Ignored columns: Team.");
  expect(mia.screen()).toContain("Line 4 (x@example.com): There is no group Moon.");
  expect(await Invite.countDocuments({ email: "eve@example.com" })).toBe(0);
  await mia.submits();
  await mia.sees("Import started");
  const message = await mia.receives("Finished. 1 invited · 1 already pending · 1 left out");
  expect(message.asText).toContain("Import of a pasted list");
  expect(await Invite.countDocuments({ email: "eve@example.com", status: "pending" })).toBe(1);
});

test("a pasted table keeps its empty cells, also before the first and after the last", async () => {
  await pastes("\tEmail\tName\tGroups\n1\tfirst@example.com\tFay\tUsers\n\tlast@example.com\t\t\n");
  await mia.sees("2 people will be invited.");
  expect(mia.screen()).not.toContain("Left out");
  await mia.closes({ all: true });
  expect(await pastes("\t \n\n")).toEqual({ File: "Give a file, or paste the people below." });
});

test("the lines that are left out come as a file to correct, before anything is started", async () => {
  const table = "Email,Name,Groups\nann@example.com,Ann,\nbo@example.com,=Bo,Moon\nnobody,Cy,";
  await pastes(table);
  await mia.presses("Send me these lines as CSV");
  await mia.sees("Sent 2 lines to your messages with me.");
  const file = slack.fileNamed("left-out.csv");
  expect(file).toBe(
    "\ufeffline,outcome,problem,email,name,groups,until,expires,message,language\r\n" +
      "3,faulty,There is no group Moon.,bo@example.com,'=Bo,Moon,,,,\r\n" +
      "4,faulty,The email address can’t be read.,nobody,Cy,,,,,\r\n",
  );
  expect((await mia.receives("Attached: left-out.csv")).asText).toContain("The lines of a pasted list");
  expect(await Invite.countDocuments({ email: "ann@example.com" })).toBe(0);

  slack.grant(["chat:write", "files:read", "im:write", "users:read", "users:read.email"]);
  await mia.presses("Send me these lines as CSV");
  await mia.sees("add the files:write scope");
  slack.grant(["chat:write", "files:read", "files:write", "im:write", "users:read", "users:read.email"]);
  await mia.submits();
  await mia.sees("Import started");
  await mia.closes({ all: true });

  // Corrected, it is imported as it is.
  const corrected = file?.replaceAll("Moon", "Users").replace("nobody", "cy@example.com") ?? "";
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  await mia.attaches("File", "left-out.csv", Buffer.from(corrected));
  expect(await mia.submits()).toEqual({});
  await mia.sees("2 people will be invited.");
});

test("if Slack takes no files, the person who imported is told that the outcome was not sent, and what to do", async () => {
  await mia.closes({ all: true });
  const scopes = ["chat:write", "files:read", "im:write", "users:read", "users:read.email"];
  slack.grant(scopes);
  await pastes("outcome@example.com");
  await mia.sees("1 person will be invited.");
  await mia.submits();
  const told = await mia.receives("The outcome of a pasted list was not sent.");
  expect(told.asText).toContain("iam-bot isn’t allowed to upload files here.");
  slack.grant([...scopes, "files:write"]);
});

test("errors in reading the file appear below the field, and nothing is kept", async () => {
  const before = await Run.countDocuments();
  const faults = await pastes("Name,Team\nEve,A");
  expect(faults).toEqual({
    "Or paste them":
      "Line 1 names no column email, but “Name”, “Team”. Start with a line such as email,name,groups.",
  });
  expect(await Run.countDocuments()).toBe(before);
});

test("the other admins are told about a large import, and can stop it", async () => {
  await pastes(Array.from({ length: 210 }, (_, n) => `n${n}@x.io`).join("\n"));
  await mia.sees("210 people will be invited.");
  await mia.submits();
  await ben.receives("Mia Chen started importing 210 people");
  await showsRun(ben, "Ben’s list", "running");
  await ben.presses("Pause");
  await ben.receives("Paused by Ben Ode at 0 of 1.");
  await ben.presses("Cancel the Rest", { confirm: "Go On" });
  await ben.presses("Cancel the Rest");
  await ben.receives("Ben Ode cancelled the rest at 0 of 1.");
});

test("a file is fetched from Slack, and the outcome of each line comes back in a file that can be imported again", async () => {
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  const csv = "email;name\r\nzoe@example.com;Zo\xeb\r\nnobody;=1+1\r\n";
  await mia.attaches("File", "<!here> R&D.csv", Buffer.from(csv, "latin1"));
  expect(await mia.submits()).toEqual({});
  await mia.sees("1 person will be invited.");
  expect(mia.screen()).toContain("Read as Windows-1252. Check these names:\nZoë");
  await mia.submits();
  await expect
    .poll(() => slack.fileNamed("import.csv"))
    .toBe(
      "\ufeffline,outcome,problem,email,name,groups,until,expires,message,language\r\n" +
        "2,invited,,zoe@example.com,Zoë,,,,,\r\n" +
        "3,faulty,The email address can’t be read.,nobody,'=1+1,,,,,\r\n",
    );
  expect((await mia.receives("Attached: import.csv")).asText).toContain(
    "The outcome of each line of <!here> R&D.csv.",
  );
});

test("a file that Slack does not hand over, or that is too large, is refused below the field", async () => {
  await mia.runs("/iam import");
  await mia.seesView("Import people");
  expect(await mia.submits()).toEqual({ File: "Give a file, or paste the people below." });
  await mia.attaches("File", "people.csv", "eve2@example.com");
  slack.grant(["chat:write", "im:write", "users:read", "users:read.email"]);
  expect(await mia.submits()).toEqual({
    File: "The file could not be fetched. Try again, or paste its text.",
  });
  slack.grant(["chat:write", "files:read", "files:write", "im:write", "users:read", "users:read.email"]);
  await mia.types("Or paste them", "eve3@example.com");
  expect(await mia.submits()).toEqual({ "Or paste them": "Give a file or paste the people, not both." });
});
