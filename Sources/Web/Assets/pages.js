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
    const body = fields.toString();
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body, redirect: "error", credentials: "same-origin",
        headers: { Accept: "text/plain", "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
        // It goes on when the page is left. Browsers allow 64 KiB for that.
        keepalive: body.length < 60000,
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
  window.addEventListener("pagehide", () => {
    if (!timer) return;
    clearTimeout(timer);
    timer = 0;
    save();
  });
}

// A form is sent once, however often its button is pressed, and however long the answer takes: until the page is shown
// again, or whoever waits stops it by Escape. Two minutes are longer than any answer takes.
document.addEventListener("submit", (event) => {
  const form = event.target;
  // The answer of one with a target comes into a frame: its page stays.
  if (form.target) return;
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  setTimeout(() => { form.dataset.sent = ""; }, 120000);
});
const unsend = () => {
  for (const form of document.forms) form.dataset.sent = "";
};
window.addEventListener("pageshow", unsend);
document.addEventListener("keydown", (event) => { if (event.key === "Escape") unsend(); });

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

// A button that copies what stands in a field; without script the field is there to be copied from.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  if (!field || !navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}

// Files can be dropped onto their field. What is dropped beside it does not take the page away.
const zones = document.querySelectorAll(".drop");
for (const zone of zones) {
  const input = zone.querySelector("input[type=file]");
  if (!input) continue;
  for (const hint of zone.querySelectorAll(".drop-here")) hint.hidden = false;
  const over = (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("is-over");
  };
  zone.addEventListener("dragenter", over);
  zone.addEventListener("dragover", over);
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) zone.classList.remove("is-over");
  });
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    // With those that were chosen before.
    const files = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) files.items.add(file);
    input.files = files.files;
  });
}
if (zones.length > 0) {
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
    });
  }
}

// A form with files tells how far they have come, and can be stopped; without script the browser sends it as ever.
for (const place of document.querySelectorAll("[data-sending]")) {
  const form = place.closest("form");
  const [text, bar, stop] = ["p", "progress", "button"].map((name) => place.querySelector(name));
  let request = null;
  form.addEventListener("submit", (event) => {
    if (request) { event.preventDefault(); return; }
    const chosen = [...form.querySelectorAll("input[type=file]")].find((input) => input.files.length > 0);
    if (event.defaultPrevented || !chosen) return;
    event.preventDefault();
    const part = "part-" + chosen.name.slice("file.".length);
    const fields = new FormData(form);
    if (event.submitter && event.submitter.name) fields.append(event.submitter.name, event.submitter.value);
    request = new XMLHttpRequest();
    const over = (isFailed) => {
      request = null;
      hold(false);
      form.dataset.sent = "";
      place.hidden = !isFailed;
      place.classList.toggle("is-failed", isFailed);
      text.textContent = isFailed ? place.dataset.failed : "";
    };
    // What is typed meanwhile would be newer than what is on its way.
    const hold = (isHeld) => {
      for (const field of form.querySelectorAll("textarea, input[type=text]")) field.readOnly = isHeld;
    };
    hold(true);
    let said = -10;
    const tell = (percent) => {
      bar.value = percent;
      // Every tenth is enough for those who hear it.
      if (percent < 100 && percent - said < 10) return;
      said = percent;
      text.textContent = place.dataset.sending.replace("{percent}", String(percent));
    };
    place.hidden = false;
    place.classList.remove("is-failed");
    tell(0);
    place.scrollIntoView({ block: "nearest" });
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) tell(Math.floor(100 * event.loaded / event.total));
    });
    request.addEventListener("load", () => {
      const answer = request;
      // Sent on to a page: that is where to go, at the part that got the files. Else the answer is the page, with what
      // was not taken.
      if (answer.status === 200) {
        const target = new URL(answer.responseURL);
        target.hash = part;
        const isHere = target.pathname + target.search === window.location.pathname + window.location.search;
        window.location.assign(target.href);
        if (isHere) window.location.reload();
        return;
      }
      document.open();
      document.write(answer.responseText);
      document.close();
    });
    request.addEventListener("error", () => over(true));
    request.addEventListener("abort", () => over(false));
    request.open("POST", form.action);
    request.send(fields);
  });
  stop.addEventListener("click", () => { if (request) request.abort(); });
}
