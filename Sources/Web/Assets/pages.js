// Nicer with script; everything works without it.
"use strict";

// Drafts: a form with data-save is sent to its own address while somebody writes, a second after the last key.
for (const form of document.querySelectorAll("form[data-save]")) {
  const status = form.querySelector("[data-saved]");
  let timer = 0;
  let sending = false;
  let again = false;
  const save = async () => {
    if (sending) { again = true; return; }
    sending = true;
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") fields.append(name, value);
    }
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body: fields, redirect: "error", credentials: "same-origin",
        headers: { Accept: "text/plain" },
      });
      // What is sent next is made from what was saved now.
      const base = answer.headers.get("Saved-As");
      if (base && form.elements.saved) form.elements.saved.value = base;
      if (status) {
        const isTold = answer.ok || answer.status === 409 || answer.status === 410;
        status.textContent = isTold ? await answer.text() : status.dataset.failed;
        status.classList.toggle("is-failed", !answer.ok);
      }
    } catch {
      if (status) {
        status.textContent = status.dataset.failed;
        status.classList.add("is-failed");
      }
    }
    sending = false;
    if (pressed) { const button = pressed; pressed = null; form.requestSubmit(button); return; }
    if (again) { again = false; save(); }
  };
  // A button that is pressed while a text is on its way waits for it: else the two would look like two tabs.
  let pressed = null;
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    timer = 0;
    if (!sending) return;
    event.preventDefault();
    event.stopPropagation();
    pressed = event.submitter;
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { timer = 0; save(); }, 1000);
  };
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file") soon();
  });
  window.addEventListener("pagehide", () => { if (timer) save(); });
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { form.dataset.sent = ""; }, 8000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) form.dataset.sent = "";
});

// A button beside a sentence puts it into its field at once; without script, the form brings it back in there.
for (const button of document.querySelectorAll("button[data-insert]")) {
  button.addEventListener("click", (event) => {
    const field = document.getElementById(button.dataset.insert);
    const sentence = button.parentElement.querySelector("p");
    if (!field || !sentence) return;
    event.preventDefault();
    const before = field.value.trimEnd();
    field.value = before ? before + "\n" + sentence.textContent : sentence.textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
