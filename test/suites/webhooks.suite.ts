import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { newSecret } from "../../src/services/webhooks/secret.ts";
import { signatureHeaders } from "../../src/webhooks/signature.ts";
import { pythonWith, runSuite } from "../support/programs.ts";

const verify = `
import json, sys
from standardwebhooks import Webhook, WebhookVerificationError
for each in json.load(open(sys.argv[1])):
    try:
        message = Webhook(each["secret"]).verify(each["body"].encode(), each["headers"])
        print("verified", message["type"])
    except WebhookVerificationError as error:
        print("refused")
`;

test("the Python library of Standard Webhooks verifies what we sign, by either secret after a rotation, and nothing else", async () => {
  const folder = await mkdtemp(join(tmpdir(), "iam-bot-suites-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const now = Math.floor(Date.now() / 1000);
  const body = JSON.stringify({
    type: "user.suspended",
    timestamp: new Date(),
    data: { name: "Zoë 👩‍👩‍👧" },
  });
  const cases = Array.from({ length: 50 }, (_, each) => {
    const [secret, old] = [newSecret(), newSecret()];
    const headers = signatureHeaders(`msg_${each}`, now, body, [secret, old]);
    return [
      { secret, headers, body },
      { secret: old, headers, body },
      { secret: newSecret(), headers, body },
      { secret, headers: { ...headers, "webhook-id": "msg_another" }, body },
      { secret, headers, body: `${body} ` },
      { secret, headers: signatureHeaders(`msg_${each}`, now - 3_600, body, [secret]), body },
    ];
  }).flat();
  const file = join(folder, "cases.json");
  await writeFile(file, JSON.stringify(cases));
  const python = await pythonWith("test/suites/standardwebhooks.txt");
  const { code, said } = await runSuite(python, ["-c", verify, file], folder);
  expect(code).toBe(0);
  const expected = ["verified user.suspended", "verified user.suspended", ...Array(4).fill("refused")];
  expect(said.trim().split("\n")).toEqual(Array(50).fill(expected).flat());
});
