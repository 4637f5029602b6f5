import { useEffect, useState } from "preact/hooks";

/** The page's place in the workspace, from its address: `#mia.chen/general`, `#mia.chen/app/home`. */
export interface Route {
  /** A handle; empty for the first person who joined. */
  who: string;
  /** The key of a conversation. */
  where: string;
  tab: "home" | "messages" | "about";
}

/** Reads the address. */
function readRoute(hash: string): Route {
  const [who = "", where = "", tab] = hash.replace(/^#/, "").split("/").map(decodeURIComponent);
  const known = tab === "home" || tab === "about" ? tab : "messages";
  return { who, where: where || "general", tab: known };
}

/** Returns the address of a place. */
export function addressOf({ who, where, tab }: Route): string {
  const parts = [who, where, ...(tab === "messages" ? [] : [tab])];
  return `#${parts.map((part) => encodeURIComponent(part).replaceAll("%40", "@")).join("/")}`;
}

/** Follows the page's address. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(readRoute(location.hash));
    addEventListener("hashchange", follow);
    follow();
    return () => removeEventListener("hashchange", follow);
  }, []);
  return route;
}
