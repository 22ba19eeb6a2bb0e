// Forms: what the check found is told at the inputs, registers are searched while typing, Enter does not record.
"use strict";
(() => {
  const form = document.getElementById("act-form");
  if (!form) return;
  const input = (path) => document.getElementById(`f:${path}`);

  function tell(path, text, kind) {
    const at = input(path);
    if (!at) return;
    const note = document.createElement("span");
    note.className = kind;
    note.textContent = text;
    (at.closest(".field, td") ?? at.parentElement).append(note);
    if (kind.startsWith("error")) { at.closest("details")?.setAttribute("open", ""); at.setAttribute("aria-invalid", "true"); at.dataset.live = "1"; }
  }

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "check") return;
    form.querySelectorAll(".live-note, .turned, .error").forEach((note) => note.remove());
    form.querySelectorAll("[aria-invalid]").forEach((at) => at.removeAttribute("aria-invalid"));
    document.querySelectorAll("#check [data-at]").forEach((fault) => tell(fault.dataset.at, fault.dataset.says, "error live-note"));
    form.querySelectorAll(".words").forEach((words) => { words.textContent = ""; });
    document.querySelectorAll("#check [data-named]").forEach((named) => {
      const at = input(named.dataset.named);
      const words = at?.closest(".field")?.querySelector(".words");
      if (words) words.textContent = named.dataset.says;
      else if (at) at.title = named.dataset.says;
    });
    document.querySelectorAll("#check [data-turned]").forEach((turned) => tell(turned.dataset.turned, turned.dataset.says, "live-note"));
  });

  // A page that refuses the check (the log-in has ended, the book is busy) is told in its words, without its frame.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "check" || event.detail.xhr.status < 400) return;
    event.detail.shouldSwap = false;
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const told = document.createElement("section");
    told.className = "attention";
    page.querySelectorAll("main h1, main .lead, main .attention").forEach((part) => {
      const line = document.createElement("p");
      line.textContent = part.textContent;
      told.append(line);
    });
    event.detail.target.replaceChildren(told);
  });

  // What was typed last is kept even if the page is left at once; what is being recorded is no draft any more.
  let unkept = false;
  let leaving = false;
  form.addEventListener("input", () => { unkept = true; });
  form.addEventListener("submit", () => { leaving = true; });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt !== form) return;
    if (leaving) event.preventDefault();
    else unkept = false;
  });
  window.addEventListener("pagehide", () => {
    if (unkept && !leaving) navigator.sendBeacon(form.getAttribute("hx-post"), texts());
  });

  // In the other language the form is opened again with what was typed: kept first, then opened as the draft it is.
  const texts = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  document.querySelector("a.language")?.addEventListener("click", async (event) => {
    const known = document.getElementById("draft-id")?.value;
    if (!unkept && !known) return;
    event.preventDefault();
    const address = event.currentTarget.href;
    let draft = known;
    if (unkept) {
      unkept = false;
      const answer = await fetch(form.getAttribute("hx-post"), { method: "POST", body: texts() });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      draft = page.getElementById("draft-id")?.value || known;
    }
    window.location.assign(draft ? `/desk/drafts/${draft}${new URL(address).search}` : address);
  });

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches('input[type="text"]') && !event.isComposing) event.preventDefault();
  });

  // What a register offers, as a list below the input (the combobox pattern of WAI-ARIA).
  let list = null;
  let timer = 0;
  const close = () => {
    if (!list) return;
    list.owner.setAttribute("aria-expanded", "false");
    list.owner.removeAttribute("aria-activedescendant");
    list.element.remove();
    list = null;
  };
  function choose(option) {
    const owner = list.owner;
    owner.value = option.dataset.value;
    const words = owner.closest(".field")?.querySelector(".words");
    if (words) words.textContent = option.dataset.words;
    else owner.title = option.dataset.words;
    close();
    owner.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function mark(step) {
    const options = [...list.element.children];
    const now = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = options[(now + step + options.length) % options.length];
    options.forEach((option) => option.setAttribute("aria-selected", String(option === next)));
    list.owner.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }
  async function offer(owner) {
    const answer = await fetch(`/desk/options/${owner.dataset.register}?q=${encodeURIComponent(owner.value.trim())}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || document.activeElement !== owner) return;
    const found = await answer.json();
    close();
    if (!found.length) return;
    const element = document.createElement("ul");
    element.className = "offers";
    element.id = "offers";
    element.setAttribute("role", "listbox");
    found.forEach((one, at) => {
      const option = document.createElement("li");
      option.id = `offer:${at}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      Object.assign(option.dataset, one);
      option.append(one.words || one.value);
      if (one.words) { const small = document.createElement("small"); small.textContent = ` ${one.value}`; option.append(small); }
      option.addEventListener("mousedown", (event) => { event.preventDefault(); choose(option); });
      element.append(option);
    });
    list = { element, owner };
    document.body.append(element);
    const box = owner.getBoundingClientRect();
    element.style.left = `${Math.max(0, Math.min(box.left, document.documentElement.clientWidth - element.offsetWidth)) + window.scrollX}px`;
    element.style.top = `${box.bottom + window.scrollY}px`;
    owner.setAttribute("aria-expanded", "true");
    owner.setAttribute("aria-controls", "offers");
  }
  form.querySelectorAll("[data-register]").forEach((owner) => { owner.setAttribute("role", "combobox"); owner.setAttribute("aria-autocomplete", "list"); owner.setAttribute("aria-expanded", "false"); });
  form.addEventListener("input", (event) => {
    if (!event.isTrusted || !event.target.matches("[data-register]") || event.isComposing) return;
    window.clearTimeout(timer);
    timer = window.setTimeout(offer, 200, event.target);
  });
  form.addEventListener("focusout", close);
  form.addEventListener("keydown", (event) => {
    if (event.target.matches("[data-register]") && !list && event.altKey && event.key === "ArrowDown") offer(event.target);
    if (!list || event.target !== list.owner) return;
    const picked = list.element.querySelector('[aria-selected="true"]');
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter" && picked) { event.preventDefault(); event.stopPropagation(); choose(picked); }
    else if (event.key === "Escape") close();
  });
})();
