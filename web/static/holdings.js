// Shares of rights are chosen from what the enterprise holds: a list in a dialog, which fills the inputs of the share.
"use strict";
(() => {
  const form = document.getElementById("act-form");
  if (!form) return;
  const HOLDERS = ["enterprise", "holder", "seller", "lessor", "payer"];
  const value = (name) => form.elements.namedItem(name)?.value?.trim() ?? "";

  async function held(button) {
    const holder = HOLDERS.map(value).find(Boolean) ?? "";
    const query = new URLSearchParams({ holder, facility: value("facility") });
    const answer = await fetch(`/desk/holdings?${query}`, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : [];
  }

  function fill(prefix, members) {
    for (const [name, text] of Object.entries(members)) {
      const input = form.elements.namedItem(`${prefix}${name}`);
      if (input) input.value = text;
    }
    form.elements.namedItem(`${prefix}pollutant`).dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The first row of a grid in which no share stands yet; one is added where there is none.
  function emptyRow(grid) {
    const table = document.querySelector(`table[data-grid="${CSS.escape(grid)}"]`);
    const empty = () => [...table.tBodies[0].rows].map((row) => row.querySelector('[name$=".term_from"]')).find((cell) => cell && !cell.value);
    if (!empty()) form.querySelector(`button[value="add:${CSS.escape(grid)}"]`).click();
    return empty().name.replace(/term_from$/, "");
  }

  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-share], [data-shares]");
    if (!button) return;
    const dialog = document.getElementById("holdings");
    const list = dialog.querySelector("ul");
    const found = await held(button);
    dialog.querySelector(".empty").hidden = found.length > 0;
    list.replaceChildren(...found.map((holding) => {
      const item = document.createElement("li");
      const choice = document.createElement("button");
      choice.type = "button";
      choice.textContent = holding.words;
      choice.addEventListener("click", () => {
        dialog.close();
        fill(button.dataset.share ? `${button.dataset.share}.` : emptyRow(button.dataset.shares), holding.members);
      });
      item.append(choice);
      return item;
    }));
    dialog.showModal();
  });
  form.querySelectorAll("[data-share], [data-shares]").forEach((button) => { button.hidden = false; });
})();
