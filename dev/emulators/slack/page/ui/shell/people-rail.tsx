import type { PersonOnPage } from "../../protocol.ts";
import { Avatar } from "./avatar.tsx";
import { hasNews, type Read } from "./unread.ts";

/** Draws everyone you can act as, without signing in. */
export function PeopleRail({ people, me, read, addressFor }: PeopleRailProps) {
  return (
    <nav class="people" aria-label="Who you are">
      <p aria-hidden="true">You are</p>
      <ul>
        {people.map((person) => {
          const news = person.id !== me.id && hasNews(read, person);
          const [first = "", ...names] = person.name.split(" ");
          return (
            <li key={person.id}>
              <a
                href={addressFor(person.handle)}
                title={[person.name, captionOf(person)].filter(Boolean).join(", ")}
                aria-current={person.id === me.id ? "true" : undefined}
              >
                <Avatar name={person.name} />
                <span class="first-name">
                  {first}
                  <span class="unseen"> {names.join(" ")} </span>
                </span>
                <span class="role">{captionOf(person).split(" · ")[0]}</span>
                {news && (
                  <span class="badge">
                    <span class="unseen">, has news</span>
                  </span>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

interface PeopleRailProps {
  people: PersonOnPage[];
  me: PersonOnPage;
  read: Read;
  addressFor: (handle: string) => string;
}

/** Describes someone in a few words. */
export function captionOf({ title, guest, foreign, workspaces, deactivated }: PersonOnPage): string {
  const marks = [guest && "guest", foreign && "other organisation", deactivated && "deactivated"];
  return [title, ...marks, workspaces.join(", ")].filter(Boolean).join(" · ");
}
