import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { databaseUri } from "../../dev/mongod.ts";

/** An empty database of one's own on the run's MongoDB; it goes when the run ends. */
export function freshDatabase(): { uri: string } {
  const { uri, databasePrefix } = inject("mongod");
  return { uri: databaseUri(uri, `${databasePrefix}-${randomBytes(4).toString("hex")}`) };
}
