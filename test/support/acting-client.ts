import type { ClientActor } from "../../src/services/actor.ts";
import { authenticate } from "../../src/services/clients/authenticate.ts";
import { createClient } from "../../src/services/clients/create-client.ts";
import type { Permission } from "../../src/services/permissions.ts";

/** Creates an API client, as the operator does, as the actor for a test that calls services itself. */
export async function actingClient(name: string, permissions: readonly Permission[]): Promise<ClientActor> {
  const { token } = await createClient({ kind: "operator" }, { name, permissions, expiryDays: null });
  return clientWith(token);
}

/** Returns the actor of the API client with this token. */
export async function clientWith(token: string): Promise<ClientActor> {
  const actor = await authenticate(token, "192.0.2.1");
  if (!actor) throw new Error("the token opens nothing");
  return actor;
}
