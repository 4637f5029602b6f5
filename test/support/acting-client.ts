import type { ClientActor } from "../../src/services/actor.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import type { Permission } from "../../src/services/permissions.ts";

/** Makes an API client, as the operator does, and acts as it where a test calls services itself. */
export async function actingClient(name: string, permissions: readonly Permission[]): Promise<ClientActor> {
  const { token } = await createClient({ kind: "operator" }, { name, permissions, expiryDays: null });
  return clientWith(token);
}

/** Acts as the API client that has this token. */
export async function clientWith(token: string): Promise<ClientActor> {
  const actor = await authenticate(token, "192.0.2.1");
  if (!actor) throw new Error("the token opens nothing");
  return actor;
}
