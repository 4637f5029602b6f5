const template = document.querySelector("template");
const mails = document.querySelector("#mails");
const status = document.querySelector("[role=status]");

const source = new EventSource("/mailbox/mails");
// After a reconnect the server tells all of them again.
source.onopen = () => mails.replaceChildren();
source.onmessage = ({ data }) => {
  mails.prepend(drawn(JSON.parse(data)));
  const count = mails.childElementCount;
  status.textContent = count === 1 ? "1 mail." : `${count} mails, newest first.`;
};

function drawn({ number, acceptedAt, from, to, subject, text, link }) {
  const mail = template.content.firstElementChild.cloneNode(true);
  const find = (selector) => mail.querySelector(selector);
  find("h2").textContent = subject;
  find(".about").textContent = `From ${from} to ${to}, ${new Date(acceptedAt).toLocaleTimeString()}`;
  find("pre").textContent = text;
  if (link) find("a").href = link;
  else find("a").remove();

  find(".html").addEventListener(
    "toggle",
    ({ target }) => {
      const frame = document.createElement("iframe");
      frame.title = `HTML of ${subject}`;
      frame.src = `/mailbox/mails/${number}/html`;
      target.append(frame);
    },
    { once: true },
  );
  for (const button of mail.querySelectorAll("button")) {
    button.addEventListener("click", async () => {
      const response = await fetch(`/mailbox/mails/${number}/events/${button.value}`, { method: "POST" });
      const { answer } = await response.json();
      find("[role=status]").textContent = `${button.textContent}: the app answered ${answer}.`;
    });
  }
  return mail;
}
