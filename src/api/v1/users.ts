import { z } from "zod";
import { userProfile } from "../../services/users/find-user.ts";
import { endpoint } from "../endpoint.ts";
import { documented, moment, objectId } from "../schemas.ts";

const user = z
  .strictObject({
    id: objectId,
    name: z.string(),
    email: z.string(),
    status: z.enum(["active", "suspended"]),
    registeredAt: moment,
  })
  .register(documented, { id: "User", description: "A registered person." });

export const getUser = endpoint({
  method: "GET",
  path: "/users/{id}",
  operationId: "getUser",
  tag: "users",
  summary: "Get a user",
  permission: "users:read",
  params: z.strictObject({ id: objectId }),
  responses: { 200: user },
  handle: async ({ actor, params }) => {
    const { userId, name, email, status, registeredAt, version } = await userProfile(actor, params.id);
    return {
      status: 200,
      version: version.state,
      body: { id: userId, name, email, status, registeredAt: registeredAt.toISOString() },
    };
  },
});
