import type { PersonOnPage } from "../../protocol.ts";
import { Avatar } from "./avatar.tsx";
import { hasNews, type Read } from "./unread.ts";

/** Everyone one can be, without a login. */
export function PeopleRail({ people, me, read, addressFor }: PeopleRailProps) {
  return (
    <nav class="people" aria-label="Who you are">
      <p aria-hidden="true">You are</p>
      <ul>
        {people.map((person) => {
          const news = person.id !== me.id && hasNews(read, person);
          const about = [person.name, captionOf(person), news && "has news"].filter(Boolean).join(", ");
          return (
            <li key={person.id}>
              <a
                href={addressFor(person.handle)}
                aria-label={about}
                title={about}
                aria-current={person.id === me.id ? "true" : undefined}
              >
                <Avatar name={person.name} />
                <span class="first-name">{person.name.split(" ")[0]}</span>
                <span class="role">{captionOf(person).split(" · ")[0]}</span>
                {news && <span class="badge" />}
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

/** What someone is, in a few words. */
export function captionOf({ title, guest, foreign, deactivated }: PersonOnPage): string {
  return [title, guest && "guest", foreign && "other organisation", deactivated && "deactivated"]
    .filter(Boolean)
    .join(" · ");
}
