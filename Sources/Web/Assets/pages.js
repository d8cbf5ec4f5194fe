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
      if (status) {
        status.textContent = answer.ok ? await answer.text() : status.dataset.failed;
        status.classList.toggle("is-failed", !answer.ok);
      }
    } catch {
      if (status) {
        status.textContent = status.dataset.failed;
        status.classList.add("is-failed");
      }
    }
    sending = false;
    if (again) { again = false; save(); }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(save, 1000); };
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
