import { newId } from "./identifiers.ts";

/** A workspace's names in Slack. */
export interface Team {
  id: string;
  name: string;
  domain: string;
}

/** Where the app is installed in a Grid. */
export type GridInstall = "workspace" | "organisation";

/** An Enterprise Grid organisation of three workspaces, with the app in the first of them, or in all. */
export interface Organisation {
  id: string;
  name: string;
  installed: GridInstall;
  workspaces: Team[];
  /** Ids of workspaces to which an app of the whole organisation was not added. */
  withoutApp?: string[];
}

/** Creates an organisation around a workspace. */
export function newOrganisation(first: Team, installed: GridInstall): Organisation {
  const others = ["Labs", "Sales"].map((name) => ({
    id: newId("T"),
    name: `${first.name} ${name}`,
    domain: `${first.domain}-${name.toLowerCase()}`,
  }));
  return { id: newId("E"), name: `${first.name} Group`, installed, workspaces: [first, ...others] };
}
