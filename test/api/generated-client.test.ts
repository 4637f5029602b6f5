import { execFile } from "node:child_process";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startApi } from "../support/api.ts";
import { registered } from "../support/people.ts";
import { npmPackages } from "../support/programs.ts";

const execute = promisify(execFile);
const api = await startApi();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "iam-bot-client-"));
  const packages = await npmPackages("test/support/generated-client");
  await symlink(packages, join(folder, "node_modules"));
  await writeFile(join(folder, "openapi.json"), await (await fetch(`${api.url}/api/v1/openapi.json`)).text());
  await execute(join(packages, ".bin", "openapi-typescript"), ["openapi.json", "--output", "schema.d.ts"], {
    cwd: folder,
  });
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module" }));
});
afterAll(() => rm(folder, { recursive: true }));

/** A program that uses the client generated from our document. */
const program = (body: string) => `
import createClient from "openapi-fetch";
import type { paths } from "./schema.d.ts";

const { URL = "", TOKEN = "", USER = "" } = process.env;
const client = createClient<paths>({ baseUrl: URL, headers: { Authorization: \`Bearer \${TOKEN}\` } });
${body}
`;

/** Compiles a program as strictly as we compile ours. */
async function compiles(name: string, body: string): Promise<string> {
  const file = join(folder, `${name}.ts`);
  await writeFile(file, program(body));
  await execute(
    resolve("node_modules/.bin/tsc"),
    [
      ...["--ignoreConfig", "--strict", "--module", "nodenext", "--target", "es2023", "--skipLibCheck"],
      ...["--lib", "es2023,dom", "--types", "node", "--typeRoots", resolve("node_modules/@types"), file],
    ],
    { cwd: folder },
  );
  return join(folder, `${name}.js`);
}

test("a client generated from the document compiles, and reads a user", async () => {
  const file = await compiles(
    "reads",
    `
const { data, error, response } = await client.GET("/users/{id}", { params: { path: { id: USER } } });
if (!data) throw new Error(error?.detail);
const missing = await client.GET("/users/{id}", { params: { path: { id: "0".repeat(24) } } });
const name: string = data.name;
const code: string | undefined = missing.error?.code;
console.log(JSON.stringify({ name, status: response.status, code }));
`,
  );
  const USER = await registered("Ada Adler");
  const { token: TOKEN } = await api.client("users:read");
  const env = { ...process.env, URL: `${api.url}/api/v1`, TOKEN, USER };
  const { stdout } = await execute(process.execPath, [file], { env });
  expect(JSON.parse(stdout)).toEqual({ name: "Ada Adler", status: 200, code: "not_found" });
});

test("anything that the document lacks does not compile", async () => {
  const wrong = 'await client.GET("/user/{id}", { params: { path: { id: USER } } });';
  await expect(compiles("wrong", wrong)).rejects.toThrow();
});
