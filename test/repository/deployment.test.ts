import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { freePort } from "../../dev/tools/free-port.ts";
import { readConfig } from "../../src/config/config.ts";
import { startWorld } from "../support/world.ts";

const { app } = await startWorld();
const dockerfile = readFileSync("Dockerfile", "utf8");
const compose = z
  .object({
    services: z.object({
      "iam-bot": z.object({
        environment: z.looseObject({ MONGODB_URI: z.string() }),
        ports: z.array(z.string()),
        depends_on: z.object({ mongodb: z.object({ condition: z.string() }) }),
        stop_grace_period: z.string(),
      }),
      mongodb: z.object({
        command: z.array(z.string()),
        hostname: z.string(),
        image: z.string(),
        healthcheck: z.object({ test: z.array(z.string()) }),
        ports: z.undefined().optional(),
      }),
    }),
  })
  .parse(parse(readFileSync("compose.yml", "utf8")));
const workflow = z
  .object({
    jobs: z.object({
      test: z
        .object({
          strategy: z.object({
            matrix: z.object({ include: z.array(z.object({ node: z.string(), mongodb: z.string() })) }),
          }),
          steps: z.array(z.object({ run: z.string().optional() })),
        })
        .transform(({ strategy, steps }) => ({ matrix: strategy.matrix.include, steps })),
    }),
  })
  .parse(parse(readFileSync(".github/workflows/test.yml", "utf8")));

test(".env.example names every variable, and works once its blanks are filled in", () => {
  const text = readFileSync(".env.example", "utf8");
  const example = parseEnv(text);
  const blanks = {
    SLACK_BOT_TOKEN: "xoxb-1",
    SLACK_SIGNING_SECRET: "0".repeat(32),
    SENDGRID_API_KEY: "SG.1",
    LINK_KEYS: `k1:${"A".repeat(44)}`,
    AUDIT_KEY: "B".repeat(44),
    ORGANISATION_NAME: "Acme",
  };
  expect(() => readConfig({ ...example, ...blanks })).not.toThrow();
  // With what is optional, the same once that is set; an example of a key is none.
  const optional = parseEnv(text.replaceAll(/^#(?=[A-Z_]+=)/gm, ""));
  expect(() => readConfig({ ...optional, ...blanks, SLACK_APP_TOKEN: "" })).not.toThrow();
  const known = readFileSync("docs/configuration.md", "utf8").matchAll(/^\| `([A-Z_]+)` \|/gm);
  expect(Object.keys(optional).sort()).toEqual([...known].map(([, name]) => name).sort());
});

test("the workflow runs what a person runs, on the oldest Node that we support and on what image and compose have", () => {
  const { matrix, steps } = workflow.jobs.test;
  expect(steps.at(-1)?.run).toBe("npm ci && npm test");
  const { engines } = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync("package.json", "utf8")));
  const inImage = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, major]) => major);
  expect(inImage).toHaveLength(2);
  expect(matrix.map(({ node }) => node)).toEqual(
    expect.arrayContaining([engines.node.replace(">=", ""), ...inImage]),
  );
  expect(matrix.map(({ mongodb }) => `mongo:${mongodb}`)).toContain(compose.services.mongodb.image);
});

test("compose starts the app on a replica set that initiates itself, and gives it time to stop in order", () => {
  const { "iam-bot": app, mongodb } = compose.services;
  const { host, searchParams } = new URL(app.environment.MONGODB_URI);
  const replicaSet = String(searchParams.get("replicaSet"));
  expect(mongodb.command).toEqual(expect.arrayContaining(["--replSet", replicaSet]));
  const script = mongodb.healthcheck.test.at(-1);
  expect(script).toContain(`rs.initiate({ _id: "${replicaSet}", members: [{ _id: 0, host: "${host}" }] })`);
  expect(host).toBe(`${mongodb.hostname}:27017`);
  expect(app.depends_on.mongodb.condition).toBe("service_healthy");
  expect(Number.parseInt(app.stop_grace_period, 10)).toBeGreaterThan(25);
});

test("the app in compose listens where its port is published, whatever .env says", () => {
  const { environment, ports } = compose.services["iam-bot"];
  const there = { PORT: "8080", HOST: "127.0.0.1", ...environment };
  expect(ports).toEqual([expect.stringMatching(new RegExp(`:${there.PORT}$`))]);
  expect(there.HOST).toBe("");
});

test("the image holds what the app needs, .dockerignore lets that through, and it does not run as root", () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, what = ""]) =>
    what.split(" "),
  );
  expect(copied.filter((path) => !existsSync(path))).toEqual([]);
  const ignore = readFileSync(".dockerignore", "utf8").split("\n");
  expect(ignore.filter((line) => line.startsWith("!")).toSorted()).toEqual(
    [...new Set(copied)].map((path) => `!${path}`).toSorted(),
  );
  const final = dockerfile.slice(dockerfile.lastIndexOf("\nFROM "));
  expect(final).toMatch(/^USER node$/m);
  const { start } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync("package.json", "utf8"))).scripts;
  expect(final).toContain(
    `\nCMD ${JSON.stringify(start.replace(/^exec /, "").split(" ")).replaceAll(",", ", ")}\n`,
  );
  expect(final).toMatch(/^COPY package\.json manifest\.yml /m);
});

test("the image's health check tells an app that answers from one that does not", async () => {
  const json = /^HEALTHCHECK [^[]*CMD (\[[^\n]*\])$/m.exec(dockerfile)?.[1] ?? "";
  const [node = "", ...args] = z.array(z.string()).parse(JSON.parse(json));
  const check = (port: string | number) =>
    new Promise((resolve) => {
      execFile(node, args, { env: { PATH: process.env.PATH, PORT: String(port) } }, (error) =>
        resolve(error?.code ?? 0),
      );
    });
  expect(await check(new URL(app.url).port)).toBe(0);
  expect(await check(await freePort())).toBe(1);
});
