/** Phrases that nobody should read again, and what to say instead (docs/voice.md). */
export const banned: readonly [phrase: RegExp, instead: string][] = [
  [/\bdead (now|link)|\bis dead\b/i, "no longer works"],
  [/\bsay whom\b/i, "who are you looking for?"],
  [/\bother words? (is|are) ignored/i, "ignored 5 words without an @"],
  [/\bexactly these, from now on/i, "these replace the current …"],
  [/\bwhatever (its|the|their) \w+ says\b/i, "even if its email changes"],
  [/\bon the way any more\b/i, "undone"],
  [/\bone a line\b/i, "one per line"],
  [/\bwas refused what\b/i, "tried something only admins can do"],
  [/\blook whether\b|\blook before\b|\blook again before\b/i, "check whether it went through"],
  [/\bwhat (came|becomes|became) of\b/i, "the result, whether it was delivered"],
  [/\b(is|are|not|nothing) on record\b/i, "nothing recorded yet"],
  [/\blink(s|ed)? (it |them )?anew\b/i, "again"],
  [/\bwhoever accepts\b|\btell whoever invited you this\b/i, "the person who accepts, who invited you"],
  [/\bmay do everything\b|\bcan do nothing\b/i, "can do everything, can't do anything"],
  [/\bis no (user|admin|email address)\b/i, "is not a user"],
  [/\bin no group\b/i, "not in any group"],
  [/\b(is|are) mended\b|\bonce that is\b/i, "fixed"],
  [/\bby itself\b/i, "automatically, on its own"],
  [/\bthe beginning of a(n)? (word|name|address|city)\b/i, "matches the start of …, start typing …"],
  [/\bnobody is waiting\b/i, "no pending invites"],
  [/\bnews of\b/i, "update on"],
  [/\bswitched off\b(?= \()|\bout of order\b/i, "not working"],
  [/\btakes? (no (more mail|email)|it for)\b/i, "does not accept"],
  [/\bhad its emails\b/i, "daily email limit reached"],
  [/\bhad left already\b|\bcame back\b/i, "was already sent, bounced"],
  [/\bgoes? on working\b|\bif it goes on\b/i, "keeps working, if it keeps happening"],
  [/\bput (someone|somebody|them) else\b/i, "add someone else to Admin"],
  [/\bhave yourself\b/i, "ask for"],
  [/\bits name stays\b/i, "its name can't change"],
  [/\bsuspended already\b|\bgroups already\b/i, "already suspended"],
  [/\bbegins so\b/i, "search by"],
  [/, too\b(?!\s+\w)/i, "too, without a comma"],
  [/\bmake-believe\b/i, "simulated"],
  [/\bends it all\b/i, "stops everything"],
  [/\bclose (this|it) and open the list\b/i, "check the list again, as programs read it as well"],
];

/** Finds banned phrases in a text, each with what to say instead. */
export function slips(text: string): string[] {
  return banned.flatMap(([phrase, instead]) => {
    const found = phrase.exec(text);
    return found ? [`“${text.slice(Math.max(0, found.index - 30), found.index + 40)}”: ${instead}`] : [];
  });
}
