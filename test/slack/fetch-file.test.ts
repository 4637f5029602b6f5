import { createServer, type RequestListener } from "node:http";
import { WebClient } from "@slack/web-api";
import { afterEach, expect, test } from "vitest";
import { listenLocally } from "../../dev/tools/listen-locally.ts";
import { fetchFile } from "../../src/slack/kit/fetch-file.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Starts a Slack that answers so. @returns its address */
async function startSlack(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  closing.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return `http://127.0.0.1:${await listenLocally(server)}`;
}

/** Fetches a file from a Slack that answers so. */
async function fetched(answer: RequestListener): Promise<Buffer> {
  const origin = await startSlack(answer);
  const slack = new WebClient("xoxb-1", { slackApiUrl: `${origin}/api/` });
  return fetchFile(slack, { url_private_download: `${origin}/people.csv` }, 100);
}

test("a file that breaks off halfway counts as not fetched", async () => {
  const breaksOff = fetched((_, response) => {
    response.writeHead(200, { "content-type": "text/csv", "content-length": "90" });
    response.write("email\n", () => response.destroy());
  });
  await expect(breaksOff).rejects.toThrow("The file could not be fetched. Try again, or paste its text.");
});

test("the token goes only to Slack, at its configured address: never unencrypted, nor to another host", async () => {
  const asked: (string | undefined)[] = [];
  const origin = await startSlack(({ headers }, response) => {
    asked.push(headers.authorization);
    response.writeHead(200, { "content-type": "text/csv" }).end("email\n");
  });
  const slack = new WebClient("xoxb-1", { slackApiUrl: `${origin.replace("http:", "https:")}/api/` });
  const { port } = new URL(origin);
  for (const url of [`${origin}/people.csv`, `http://localhost:${port}/people.csv`])
    await expect(fetchFile(slack, { url_private_download: url }, 100)).rejects.toThrow(
      "The file could not be fetched. Try again, or paste its text.",
    );
  expect(asked).toEqual([]);
});

test("a file above the size limit is not read to its end", async () => {
  const tooLarge = fetched((_, response) => {
    response.writeHead(200, { "content-type": "text/csv" });
    response.write("e".repeat(101));
  });
  await expect(tooLarge).rejects.toThrow("This file is larger than 10 MB. Split it.");
});
