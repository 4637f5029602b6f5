import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { databaseUri } from "../../../dev/emulators/mongodb/mongod.ts";

/** Returns the MongoDB that only the worker that runs this file uses. */
export function workersMongod() {
  const mongod = inject("mongods")[Number(process.env.VITEST_POOL_ID) - 1];
  if (!mongod) throw new Error(`There is no MongoDB for worker ${process.env.VITEST_POOL_ID}`);
  return mongod;
}

/** Returns the address of a new, empty database, which is removed when the run ends. */
export function freshDatabase(): { uri: string } {
  const { uri, databasePrefix } = workersMongod();
  return { uri: databaseUri(uri, `${databasePrefix}-${randomBytes(4).toString("hex")}`) };
}
