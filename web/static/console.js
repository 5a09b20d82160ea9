// The console's behaviour in the browser: dialogs, messages in passing, picked rows, shortcuts, and news from the server.

const dialog = document.getElementById("dialog");
const $all = (selector, root = document) => [...root.querySelectorAll(selector)];

// --- dialogs: what htmx puts into #dialog-body is shown; a form that succeeded sends HX-Trigger: close-dialog ---

const inside = document.getElementById("dialog-body");
const FIELDS = "input:not([type=hidden]):not(:disabled), select, textarea";
const TEXTS = "textarea, input:not([type=hidden], [type=radio], [type=checkbox])";
let opener = null; // where on the page the dialog was opened: { row }, the row's id if it was one
let typed = false; // something in it was typed by hand

document.addEventListener("htmx:after:swap", () => {
  if (inside?.childElementCount && !dialog.open) {
    const from = document.activeElement;
    opener = { row: from.closest("tr[id]")?.id };
    dialog.showModal();
    firstField();
  } else if (dialog?.open && [document.body, dialog].includes(document.activeElement)) firstField();
  backToPage();
  showPicked();
  showView();
});
// On a phone the views do not fit beside each other: the present one is moved into sight, the page is not.
let shown = new Set(); // once each: somebody may be looking at the others
function showView() {
  const present = $all(".views [aria-current]");
  for (const one of present.filter((one) => !shown.has(one))) {
    const bar = one.parentElement;
    if (one.offsetLeft < bar.scrollLeft || one.offsetLeft + one.offsetWidth > bar.scrollLeft + bar.clientWidth)
      bar.scrollLeft = one.offsetLeft;
  }
  shown = new Set(present);
}
showView();
// What is wrong comes first; a dialog without fields keeps the focus that the browser gives it.
function firstField() {
  const wrong = inside.querySelector("[aria-invalid=true]");
  const field = wrong?.matches(FIELDS) ? wrong : (wrong ?? inside).querySelector(FIELDS);
  field?.focus();
}
// The button that opened it may be gone with its row's new state: then the row's own link, or the page.
function backToPage() {
  if (!opener || dialog.open || document.activeElement !== document.body) return;
  const row = opener.row && document.getElementById(opener.row);
  (row?.querySelector("a") ?? document.getElementById("main")).focus({ preventScroll: true });
}
// Emptied first: "close" comes a moment later, and a row that is swapped in between must not show it again.
const empty = () => {
  inside.replaceChildren();
  typed = false;
};
const shut = (which) => {
  if (which === dialog) empty();
  which?.close();
};
// What was typed is not dropped without a question.
const leave = document.getElementById("leave");
const kept = () => typed && $all(TEXTS, inside).some((field) => field.value.trim());
const ask = (which) => (which === dialog && kept() ? leave.showModal() : shut(which));
inside?.addEventListener("input", (event) => (typed ||= event.isTrusted && event.target.matches(TEXTS)));
document.addEventListener("close-dialog", () => shut(dialog));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !dialog?.open || document.querySelector("dialog:modal:not(#dialog)") || !kept()) return;
  event.preventDefault();
  leave.showModal();
});
dialog?.addEventListener("cancel", (event) => {
  if (event.target !== dialog) return;
  if (kept()) {
    event.preventDefault();
    leave.showModal();
  } else empty();
});
dialog?.addEventListener("close", (event) => {
  if (event.target !== dialog) return;
  empty();
  backToPage();
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) ask(event.target.closest("dialog"));
  if (event.target.closest("[data-leave]")) [leave, dialog].forEach(shut);
  const offered = event.target.closest("[data-fill]");
  if (offered) fill(offered);
  const list = event.target.closest("[data-choose]");
  if (list) choose(document.getElementById(list.dataset.choose));
});
// Whoever goes on elsewhere is not called back.
document.addEventListener("pointerdown", () => dialog?.open || (opener = null));

// A list is opened, where the browser can; else the keyboard is on it.
function choose(list) {
  list.focus();
  list.showPicker?.();
}

// What is chosen by hand was not recognised, and is no longer missing.
document.addEventListener("change", ({ target }) => {
  const group = target.closest("fieldset");
  if (!group || !target.matches("[type=radio], [type=checkbox]")) return;
  group.removeAttribute("aria-invalid");
  $all(".invalid-feedback, .recognised", group).forEach((part) => part.remove());
  $all("[name=recognised]", group).forEach((field) => (field.value = ""));
}, true);

// A suggestion is taken over with one click, and checked as if it had been typed.
function fill(button) {
  const field = document.getElementById(button.dataset.fill);
  if (field.type === "radio") return field.click();
  field.value = button.dataset.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

// A choice that needs no button sends its form at once.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => $all("form[data-sent]").forEach((form) => delete form.dataset.sent));

// --- messages in passing, and the end of a session ---

document.addEventListener("toast", (event) => {
  const toast = document.createElement("div");
  toast.className = `toast-note ${event.detail.kind}`;
  toast.textContent = event.detail.text;
  document.getElementById("toasts").append(toast);
  setTimeout(() => toast.remove(), event.detail.kind === "danger" ? 12000 : 6000);
});
document.addEventListener("htmx:after:request", (event) => {
  const over = document.getElementById("session-over");
  if (event.detail.ctx?.response?.status === 401 && over && !over.open) over.showModal();
});

// --- lists that people work off: after a command, and when somebody else was faster, they look again at once ---

const renew = () => $all("[data-live-any]").forEach((part) => part.dispatchEvent(new Event("renew")));
document.addEventListener("renew", renew);
document.addEventListener("htmx:after:request", (event) => {
  if (event.detail.ctx?.response?.status === 409) renew();
});

// --- picked rows of a list ---

function showPicked() {
  const bar = document.querySelector("[data-picked]");
  if (!bar) return;
  const picked = $all("tbody .cell-pick input:checked").length;
  bar.hidden = picked === 0;
  bar.querySelector("[data-picked-count]").textContent = picked;
}
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-pick-all]"))
    $all("tbody .cell-pick input").forEach((box) => (box.checked = event.target.checked));
  if (event.target.matches(".cell-pick input")) showPicked();
});

// --- shortcuts: "/" goes to the search field, as people are used to ---

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  const field = document.querySelector(`[data-shortcut="${CSS.escape(event.key)}"]`);
  if (!field || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});

// On wide screens the menu is always open; on phones it is a menu.
const wide = matchMedia("(min-width: 992px)");
const unfold = () => $all("[data-menu]").forEach((menu) => (menu.open = wide.matches));
wide.addEventListener("change", unfold);
unfold();

// --- news: one tab listens for all (a browser opens few connections to one server), the others hear it from that tab ---

const source = document.body.dataset.live;
if (source) {
  const waiting = new Map();
  const tell = (id) => {
    clearTimeout(waiting.get(id));
    waiting.set(id, setTimeout(() => {
      waiting.delete(id);
      if (id === "*") $all("[data-live-many]").forEach((part) => part.dispatchEvent(new Event("live-many")));
      else $all(`[data-live="${CSS.escape(id)}"]`).forEach((part) => part.dispatchEvent(new Event("live")));
      $all("[data-live-any]").forEach((part) => part.dispatchEvent(new Event("live-any")));
    }, 250));
  };
  const channel = new BroadcastChannel("mianyue-live");
  channel.onmessage = (event) => tell(event.data);
  const listen = () => new Promise((over) => {
    const events = new EventSource(source);
    events.onmessage = (event) => {
      channel.postMessage(event.data);
      tell(event.data);
    };
    events.onerror = () => {
      if (events.readyState === EventSource.CLOSED) setTimeout(over, 15000);
    };
  });
  const forEver = async () => {
    for (;;) await listen();
  };
  if (navigator.locks) navigator.locks.request("mianyue-live", forEver);
  else forEver();
}
