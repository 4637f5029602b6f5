import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as z from "zod";

const component = z.looseObject({
  "bom-ref": z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});
const bom = z.looseObject({
  components: z.array(component),
  dependencies: z.array(z.looseObject({ ref: z.string(), dependsOn: z.array(z.string()) })),
});

function isForDevelopment({ properties }: z.output<typeof component>): boolean {
  return properties.some(({ name, value }) => name === "cdx:npm:package:development" && value === "true");
}

/**
 * Creates the SBOM of the packages that run. npm's own `--omit dev` leaves out too much: it also omits packages that a
 * development package uses, such as zod.
 */
async function sbom(): Promise<string> {
  const command = ["sbom", "--sbom-format", "cyclonedx", "--sbom-type", "application"];
  const { stdout } = await promisify(execFile)("npm", command, { maxBuffer: 64 * 1024 * 1024 });
  const all = bom.parse(JSON.parse(stdout));
  const development = new Set(all.components.filter(isForDevelopment).map((one) => one["bom-ref"]));
  const runs = {
    ...all,
    components: all.components.filter((one) => !development.has(one["bom-ref"])),
    dependencies: all.dependencies.flatMap(({ ref, dependsOn, ...rest }) =>
      development.has(ref)
        ? []
        : [{ ...rest, ref, dependsOn: dependsOn.filter((other) => !development.has(other)) }],
    ),
  };
  return JSON.stringify(runs, null, 2);
}

process.stdout.write(`${await sbom()}\n`);
