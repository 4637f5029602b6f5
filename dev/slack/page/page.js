import { drawBlocks } from "/blocks.js";
import { element } from "/text.js";

let who = "";
let atHome = false;
let shownView = "";

const part = (id) => document.getElementById(id);

/** Tells the server what the person did, and shows what it found wrong. */
async function act(what) {
  const response = await fetch("/ui/act", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ who, act: what }),
  });
  const { errors, refused } = await response.json();
  if (refused) part("trouble").textContent = refused;
  for (const label of document.querySelectorAll("#modal .input")) {
    label.querySelector(".error").textContent = errors[label.dataset.label] ?? "";
  }
}

/** Asks what a confirmation asks; resolves with whether to go on. */
async function confirmed(question) {
  if (!question) return true;
  const dialog = part("confirmation");
  const yes = element(
    "button",
    question.confirm?.text ?? "Yes",
    question.style === "danger" ? "danger" : "primary",
  );
  const no = element("button", question.deny?.text ?? "Cancel");
  dialog.replaceChildren(
    element("h2", question.title?.text ?? "Are you sure?"),
    element("p", question.text.text, "text"),
    element("footer", [no, yes]),
  );
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = (value) => () => {
      dialog.close();
      resolve(value);
    };
    yes.onclick = answer(true);
    no.onclick = answer(false);
    dialog.oncancel = () => resolve(false);
  });
}

/** What the blocks of one view or message need to be drawn, and to act. */
function surface(state, { blocks, inputs, errors = {} }, place) {
  return {
    blocks,
    inputs,
    errors,
    names: state.names,
    people: state.people,
    async press(control, blockId, action) {
      if (await confirmed(control.confirm)) {
        await act({ do: "press", ...place, blockId, actionId: control.action_id, action });
      }
    },
    enter: (control, blockId, value) =>
      act({ do: "enter", ...place, blockId, actionId: control.action_id, value }),
  };
}

function drawMessages(state) {
  return state.messages.map((message) => {
    const { ts, channelId, text, ephemeral, edited } = message;
    const stamp = new Date(Number(ts) * 1000).toLocaleTimeString();
    const note = [stamp, ephemeral && "only visible to you", edited && "edited"].filter(Boolean).join(" · ");
    const content = message.blocks.length > 0 ? drawBlocks(surface(state, message, { channelId, ts })) : [];
    const body = content.length > 0 ? content : drawBlocks(surface(state, asSection(text), {}));
    return element(
      "article",
      [element("div", note, "stamp"), ...body],
      ephemeral ? "message ephemeral" : "message",
    );
  });
}

const asSection = (text) => ({ blocks: [{ type: "section", text: { type: "mrkdwn", text } }], inputs: {} });

function drawModal(state) {
  const dialog = part("modal");
  const { view } = state;
  const key = view ? JSON.stringify([view.id, view.hash, view.errors]) : "";
  if (key === shownView) return;
  shownView = key;
  if (!view) {
    dialog.close();
    return;
  }
  const title = element("h2", view.title);
  title.id = "modal-title";
  const close = element("button", view.close);
  close.onclick = () => act({ do: "close", all: false });
  const buttons = [close];
  if (view.submit) {
    const submit = element("button", view.submit, "primary");
    submit.onclick = () => act({ do: "submit" });
    buttons.push(submit);
  }
  dialog.replaceChildren(
    title,
    ...drawBlocks(surface(state, view, { viewId: view.id })),
    element("footer", buttons),
  );
  if (!dialog.open) dialog.showModal();
}

function drawPeople({ people }) {
  part("people").replaceChildren(
    ...people.map(({ id, name, deactivated, guest }) => {
      const button = element(
        "button",
        [name, guest && "(guest)", deactivated && "(deactivated)"].filter(Boolean).join(" "),
      );
      button.setAttribute("aria-pressed", String(id === who));
      button.onclick = () => {
        who = id;
        shownView = "";
        draw();
      };
      return element("li", [button]);
    }),
  );
}

async function draw() {
  const state = await (await fetch(`/ui/state?who=${encodeURIComponent(who)}`)).json();
  if (!who && state.people[0]) {
    who = state.people[0].id;
    return draw();
  }
  drawPeople(state);
  part("trouble").textContent = state.trouble ?? "";
  const home = state.home && surface(state, state.home, { viewId: state.home.id });
  const nothing = [
    element("p", atHome ? "The app has published no Home tab." : "No messages yet.", "context"),
  ];
  const drawn = atHome ? (home ? drawBlocks(home) : []) : drawMessages(state);
  part("content").replaceChildren(...(drawn.length > 0 ? drawn : nothing));
  part("tab-home").setAttribute("aria-pressed", String(atHome));
  part("tab-messages").setAttribute("aria-pressed", String(!atHome));
  drawModal(state);
}

part("composer").onsubmit = async (event) => {
  event.preventDefault();
  const line = part("line").value.trim();
  part("line").value = "";
  if (line) await act({ do: "run", line });
};
part("modal").oncancel = (event) => {
  event.preventDefault();
  act({ do: "close", all: true });
};
part("tab-messages").onclick = () => {
  atHome = false;
  draw();
};
part("tab-home").onclick = () => {
  atHome = true;
  draw();
  act({ do: "open-home" });
};

new EventSource("/ui/changes").onmessage = draw;
draw();
