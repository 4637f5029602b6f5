import type { Principal } from "../actor.ts";
import { readAs } from "../authorize.ts";
import { PAGE_ROWS } from "../page.ts";
import { everyName } from "./what-may.ts";
import { type Permitted, type WhoMayCursor, whoMay } from "./who-may.ts";

/** Who may use a service, and which other services there are. */
export interface WhoMayPage {
  service: string;
  /** Every service named by a group. */
  services: string[];
  people: Permitted[];
  next: WhoMayCursor | null;
}

/** Lists a page of the people who may use a service, for any action. @throws NotAdmin, NotPermitted */
export async function listWhoMay(
  actor: Principal,
  service: string,
  after: WhoMayCursor | null,
): Promise<WhoMayPage> {
  return readAs(actor, "users:read", async () => {
    const wanted = { services: [service], projects: [], regions: [], action: null };
    const services = [...new Set([...(await everyName("services")), service])].sort();
    return { service, services, ...(await whoMay(wanted, after, PAGE_ROWS)) };
  });
}
