import * as z from "zod";
import { type Method, method } from "./method.ts";

const nothing = z.object({});

/** The methods that tell an app where it is, and connect it. */
export const connectionMethods: Record<string, Method> = {
  "auth.test": method(undefined, nothing, (_, workspace, server) => {
    const { team, organisation, installedAt, isForWhole, bot, botId, tokenExpiresIn } = workspace;
    return {
      url: `${server.origin()}/`,
      team: isForWhole ? organisation?.name : team.name,
      user: bot.handle,
      team_id: installedAt,
      user_id: bot.id,
      bot_id: botId,
      ...(organisation ? { enterprise_id: organisation.id } : {}),
      is_enterprise_install: isForWhole,
      ...(tokenExpiresIn === undefined ? {} : { expires_in: tokenExpiresIn }),
    };
  }),

  "auth.teams.list": method(undefined, nothing, (_, { granted }) => ({
    teams: granted.map(({ id, name }) => ({ id, name })),
    response_metadata: { next_cursor: "" },
  })),

  "apps.connections.open": method("connections:write", nothing, (_, __, server) => ({
    url: server.socketUrl(),
  })),

  "team.info": method("team:read", nothing, (_, { team }, server) => ({
    team: { ...team, url: `${server.origin()}/`, email_domain: "", icon: {} },
  })),
};
