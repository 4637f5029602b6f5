import { addressOf, type Route } from "../route.ts";

const tabs = [
  ["home", "Home"],
  ["messages", "Messages"],
  ["about", "About"],
] as const;

/** Draws the app's tabs. */
export function AppTabs({ here, withHome }: { here: Route; withHome: boolean }) {
  return (
    <nav class="tabs" aria-label="The app">
      {tabs
        .filter(([tab]) => tab !== "home" || withHome)
        .map(([tab, name]) => (
          <a
            key={tab}
            href={addressOf({ ...here, where: "app", tab })}
            aria-current={here.tab === tab ? "page" : undefined}
          >
            {name}
          </a>
        ))}
    </nav>
  );
}
