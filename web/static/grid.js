// Grids of rows: paste a block, fill down, walk with the keys, add and take away rows, sum what is picked.
// Without this script rows are added and taken away by the same buttons, through the server.
"use strict";
(() => {
  const cellsOf = (row) => [...row.querySelectorAll("td > input, td > select")];
  const rowsOf = (table) => [...table.tBodies[0].rows].filter((row) => cellsOf(row).length > 0);
  const changed = (cell) => cell.dispatchEvent(new Event("input", { bubbles: true }));

  function place(cell) {
    const table = cell.closest("table[data-grid]");
    if (!table) return null;
    const rows = rowsOf(table);
    const row = rows.indexOf(cell.closest("tr"));
    return { table, rows, row, column: cellsOf(rows[row]).indexOf(cell) };
  }

  function renumbered(element, path, number) {
    const named = new RegExp(`^((?:f:|r:|fault:)?${path.replace(/[.]/g, "\\.")}\\.)\\d+`);
    for (const name of ["name", "id", "value", "aria-labelledby"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      if (name === "value") {
        if (element.tagName === "BUTTON") element.setAttribute(name, value.replace(/\.\d+$/, `.${number}`));
      } else element.setAttribute(name, value.replace(named, `$1${number}`));
    }
    const label = element.getAttribute("aria-label");
    if (label) element.setAttribute("aria-label", label.replace(/\d+/, String(number + 1)));
  }

  function addRow(table) {
    const rows = rowsOf(table);
    const last = rows[rows.length - 1];
    const path = table.dataset.grid;
    const numbers = rows.map((row) => Number(cellsOf(row)[0].name.slice(path.length + 1).split(".")[0]));
    const number = Math.max(...numbers) + 1;
    const row = last.cloneNode(true);
    row.querySelectorAll(".error, .turned, .live-note").forEach((note) => note.remove());
    row.querySelectorAll("input, select, button").forEach((element) => {
      element.removeAttribute("aria-invalid");
      element.removeAttribute("aria-describedby");
      renumbered(element, path, number);
      if (element.type === "checkbox") element.checked = false;
      else if (element.tagName !== "BUTTON") element.value = "";
    });
    const head = row.querySelector("th");
    head.textContent = String(number + 1);
    renumbered(head, path, number);
    table.tBodies[0].append(row);
    return row;
  }

  // What a cell takes: a text as it is; of a list the value, or what it is called.
  function put(cell, text) {
    if (cell.type === "checkbox") {
      cell.checked = /^(true|1|yes|是|√)$/i.test(text.trim());
    } else if (cell.tagName === "SELECT") {
      const wanted = text.trim().toLowerCase();
      const known = [...cell.options].find((option) => {
        const words = option.textContent.trim().toLowerCase();
        return option.value.toLowerCase() === wanted || words === wanted || words.split(" ").includes(wanted);
      });
      if (known) cell.value = known.value;
    } else cell.value = text;
  }

  // A block as spreadsheets copy it: tabs between cells, line ends between rows, quotes around cells that hold either.
  function block(text) {
    const rows = [[""]];
    let quoted = false;
    for (let at = 0; at < text.length; at += 1) {
      const sign = text[at];
      const row = rows[rows.length - 1];
      if (quoted) {
        if (sign === '"' && text[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
        else if (sign === '"') quoted = false;
        else row[row.length - 1] += sign;
      } else if (sign === '"' && row[row.length - 1] === "") quoted = true;
      else if (sign === "\t") row.push("");
      else if (sign === "\n") rows.push([""]);
      else if (sign !== "\r") row[row.length - 1] += sign;
    }
    if (rows.length > 1 && rows[rows.length - 1].join("") === "") rows.pop();
    return rows;
  }

  document.addEventListener("paste", (event) => {
    const cell = event.target.closest?.("table[data-grid] td > input, table[data-grid] td > select");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
    event.preventDefault();
    const { table, row, column } = place(cell);
    block(text).forEach((values, down) => {
      while (rowsOf(table).length <= row + down) addRow(table);
      const cells = cellsOf(rowsOf(table)[row + down]);
      values.forEach((value, right) => { if (cells[column + right]) put(cells[column + right], value.trim()); });
    });
    changed(cell);
    sum(table);
  });

  let anchor = null;
  function pick(table, from, to) {
    table.querySelectorAll(".picked").forEach((cell) => cell.classList.remove("picked"));
    if (!from || !to) return;
    const rows = rowsOf(table);
    for (let row = Math.min(from.row, to.row); row <= Math.max(from.row, to.row); row += 1) {
      const cells = cellsOf(rows[row]);
      for (let column = Math.min(from.column, to.column); column <= Math.max(from.column, to.column); column += 1) {
        cells[column]?.parentElement.classList.add("picked");
      }
    }
    sum(table);
  }

  // Thousands set apart as the pages print them; anything else stays as it is.
  const ungrouped = (text) => (/^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text);

  // Sums in whole millionths, so that no figure is ever off by the last digit.
  function sum(table) {
    const shown = document.querySelector(`[data-sum="${CSS.escape(table.dataset.grid)}"]`);
    const numbers = [...table.querySelectorAll(".picked > input")]
      .map((cell) => /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(ungrouped(cell.value.trim()))).filter(Boolean);
    if (!shown) return;
    if (numbers.length < 2) { shown.textContent = ""; return; }
    const total = numbers.reduce((so, [, sign, whole, part = ""]) => {
      const value = BigInt(whole) * 1000000n + BigInt(part.padEnd(6, "0"));
      return sign ? so - value : so + value;
    }, 0n);
    const size = total < 0n ? -total : total;
    const part = String(size % 1000000n).padStart(6, "0").replace(/0+$/, "");
    shown.textContent = `Σ ${numbers.length}: ${total < 0n ? "-" : ""}${size / 1000000n}${part ? `.${part}` : ""}`;
  }

  const go = (rows, row, column) => {
    const cell = rows[row] && cellsOf(rows[row])[column];
    if (cell) { cell.focus(); cell.select?.(); }
    return Boolean(cell);
  };

  function fillDown({ table, rows, row, column }) {
    const picked = rows.map((line) => cellsOf(line)).filter((cells) => cells.some((cell) => cell.parentElement.classList.contains("picked")));
    if (picked.length > 1) {
      picked[0].forEach((cell, at) => {
        if (!cell.parentElement.classList.contains("picked")) return;
        picked.slice(1).forEach((cells) => { if (cells[at].parentElement.classList.contains("picked")) put(cells[at], cell.value); });
      });
    } else if (row > 0) put(cellsOf(rows[row])[column], cellsOf(rows[row - 1])[column].value);
    changed(cellsOf(rows[row])[column]);
    sum(table);
  }

  function wantsToLeave(cell, key) {
    if (cell.tagName === "SELECT" || cell.type === "checkbox") return true;
    const at = cell.selectionStart;
    return key === "ArrowLeft" ? at === 0 && cell.selectionEnd === 0 : at === cell.value.length;
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("table[data-grid] td > input, table[data-grid] td > select");
    if (!cell || event.isComposing || cell.getAttribute("aria-expanded") === "true") return;
    const at = place(cell);
    const { rows, row, column } = at;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
      event.preventDefault();
      fillDown(at);
    } else if (event.key === "Enter" && plain) {
      event.preventDefault();
      if (!go(rows, row + (event.shiftKey ? -1 : 1), column) && !event.shiftKey) { addRow(at.table); go(rowsOf(at.table), row + 1, column); }
    } else if (event.shiftKey && plain && /^Arrow/.test(event.key)) {
      anchor = anchor?.table === at.table ? anchor : at;
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (event.key === "ArrowUp" || event.key === "ArrowDown" || wantsToLeave(cell, event.key)) {
        event.preventDefault();
        if (go(rows, row + step[0], column + step[1])) pick(at.table, anchor, { row: row + step[0], column: column + step[1] });
      }
    } else if (plain && cell.tagName !== "SELECT" && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      anchor = null;
      go(rows, row + (event.key === "ArrowUp" ? -1 : 1), column);
    } else if (plain && (event.key === "ArrowLeft" || event.key === "ArrowRight") && wantsToLeave(cell, event.key)) {
      anchor = null;
      if (go(rows, row, column + (event.key === "ArrowLeft" ? -1 : 1))) event.preventDefault();
    }
  });

  document.addEventListener("mousedown", (event) => {
    const cell = event.target.closest?.("table[data-grid] td > input, table[data-grid] td > select");
    if (!cell) return;
    const at = place(cell);
    if (event.shiftKey && anchor?.table === at.table) { event.preventDefault(); pick(at.table, anchor, at); }
    else { anchor = at; pick(at.table, null, null); }
  });
  document.addEventListener("mouseover", (event) => {
    if (event.buttons !== 1 || !anchor) return;
    const cell = event.target.closest?.("td")?.querySelector(":scope > input, :scope > select");
    const at = cell && place(cell);
    if (at && at.table === anchor.table && (at.row !== anchor.row || at.column !== anchor.column)) pick(at.table, anchor, at);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('button[name="_do"]');
    if (!button) return;
    const [word, path] = [button.value.slice(0, button.value.indexOf(":")), button.value.slice(button.value.indexOf(":") + 1)];
    if (word === "add") {
      const table = document.querySelector(`table[data-grid="${CSS.escape(path)}"]`);
      if (!table) return;
      event.preventDefault();
      const row = addRow(table);
      cellsOf(row)[0].focus();
    } else if (word === "drop" && button.closest("table[data-grid]")) {
      event.preventDefault();
      const table = button.closest("table[data-grid]");
      const row = button.closest("tr");
      if (rowsOf(table).length > 1) row.remove();
      else cellsOf(row).forEach((cell) => put(cell, ""));
      changed(cellsOf(rowsOf(table)[0])[0]);
    }
  });
})();
