import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Where a rule may name a channel all the same, and why. */
const allowed: [pattern: RegExp, reason: string][] = [
  [/\bslack\b/g, "the linked account is stored as `user.slack`, and the actor who has one as `slack`"],
  [/"one_user_per_slack_account"/g, "the name of a stored index"],
  [
    /^\[("[^"]*SendGrid[^"]*"|\/\^SendGrid.*\/s), "\w+"\],$/g,
    "a sentence that older versions stored, with its code",
  ],
];

const lines = ["src/services", "src/models"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const file = join(folder, name);
      return readFileSync(file, "utf8")
        .split("\n")
        .map((text) => ({ file, text: text.trim() }));
    }),
);

test("services and models name no channel, in code or comments, but for the linked account", () => {
  const naming = lines.filter(({ text }) =>
    /slack|sendgrid|\bhttps?\b|block kit/i.test(withoutAllowed(text)),
  );
  expect(naming).toEqual([]);
});

test("every exception is still needed", () => {
  const unused = allowed.filter(([pattern]) => !lines.some(({ text }) => text.search(pattern) >= 0));
  expect(unused.map(([, reason]) => reason)).toEqual([]);
});

function withoutAllowed(line: string): string {
  return allowed.reduce((left, [pattern]) => left.replace(pattern, ""), line);
}
