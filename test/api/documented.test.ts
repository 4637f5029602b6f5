import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";
import { overtaken, statuses } from "../../src/api/problem.ts";
import { builtInGroupIds } from "../../src/models/group.ts";
import { User } from "../../src/models/user.ts";
import { createInvites } from "../../src/services/invites/create-invites.ts";
import { clientPermissions } from "../../src/services/permissions.ts";
import { mia, policy } from "../support/acting.ts";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";

const api = await startApi();
const text = readFileSync("docs/api.md", "utf8");

/** Errors about a Slack account, or another API, that never answer a request to this one. */
const elsewhere = [
  "access_ended",
  "admin_exists",
  "cannot_link",
  "client_changed",
  "filter_too_wide",
  "identifier_taken",
  "not_admin",
  "not_registered",
];

test("the table of errors has every code of a domain error, each once", () => {
  const rows = [...text.matchAll(/^\| (`\w+`(?:, `\w+`)*) \| (\d{3}) \|/gm)];
  const documented = rows.flatMap(([, codes = ""]) => [...codes.matchAll(/\w+/g)].map(([code]) => code));
  expect(new Set(documented).size).toBe(documented.length);
  const missing = Object.keys(statuses).filter((code) => ![...documented, ...elsewhere].includes(code));
  expect(missing).toEqual([]);
});

test("errors that mean somebody was first are documented as 412 with If-Match", () => {
  const [, always = ""] = /^\| (.*) \| 412 \| somebody was first/m.exec(text) ?? [];
  const [, besides = ""] = /^With `If-Match`, (.*?) are 412 as well/m.exec(text) ?? [];
  const documented = [...`${always} ${besides}`.matchAll(/`(\w+)`/g)].map(([, code]) => code);
  expect(documented.sort()).toEqual(overtaken.toSorted());
});

test("docs/operation.md lists exactly the permissions that a client can be given", () => {
  const [, list = ""] =
    /^The permissions are (.*?)\. /m.exec(readFileSync("docs/operation.md", "utf8")) ?? [];
  const documented = [...list.matchAll(/`([\w:]+)`/g)].map(([, name]) => name);
  expect(documented).toEqual([...clientPermissions]);
});

/** Splits a command line into words. */
function wordsIn(command: string, names: Record<string, string>): string[] {
  return [...command.matchAll(/"((?:\\"|[^"])*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) =>
    (double?.replaceAll('\\"', '"') ?? single ?? bare ?? "").replace(
      /\$([A-Z]+)/g,
      (whole, name: string) => names[name] ?? whole,
    ),
  );
}

test("the ten examples work as shown", async () => {
  const commands = [...text.matchAll(/```sh\n\s+(curl .+)\n/g)].map(([, command = ""]) => command);
  expect(commands).toHaveLength(10);
  const client = await api.client(...clientPermissions);
  const USER = await registered("Ada Byron");
  await User.updateOne({ _id: USER }, { email: "ada@example.com" });
  const request = { emails: ["ben@example.com"], groupIds: [String(builtInGroupIds.users)], expiryDays: 7 };
  const [outcome] = await createInvites(mia, request, policy);
  const INVITE = outcome?.outcome === "invited" ? outcome.inviteId : "";
  const made = await client.asks("POST", "/groups", { body: { name: "Contractors" } });
  const GROUP = z.object({ id: z.string() }).parse(made.body).id;
  for (const command of commands) {
    const words = wordsIn(command, { API: "", TOKEN: client.token, USER, INVITE, GROUP });
    const after = (option: string) =>
      words.flatMap((word, at) => (word === option ? [words[at + 1] ?? ""] : []));
    const [data] = after("-d");
    const path = words.find((word) => word.startsWith("/")) ?? "";
    const headers = Object.fromEntries(after("-H").map((header) => header.split(": ")));
    const [method = data === undefined ? "GET" : "POST"] = after("-X");
    const answer = await client.asks(method, path, { headers, ...(data !== undefined && { body: data }) });
    expect(answer.status, `${command}\n${JSON.stringify(answer.body)}`).toBeLessThan(300);
  }
});
