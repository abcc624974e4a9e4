/* Sorting and filtering of registers, and the question which version was in force on a day. The pages are whole without this
   script; nothing is loaded, nothing is stored. */
(function () {
  "use strict";

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  function textOf(row, column) {
    const cell = row.cells[column];
    return cell ? cell.dataset.value || cell.textContent.trim() : "";
  }

  function sortBy(table, header, column) {
    const descending = header.getAttribute("aria-sort") === "ascending";
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows, (row) => ({ row, key: textOf(row, column) }));
    // Empty cells stay at the end, whichever way the rest is sorted.
    keyed.sort((a, b) => {
      if (!a.key || !b.key) return (a.key ? 0 : 1) - (b.key ? 0 : 1);
      return descending ? collator.compare(b.key, a.key) : collator.compare(a.key, b.key);
    });
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", descending ? "descending" : "ascending");
    body.append(...keyed.map((entry) => entry.row));
    table.dispatchEvent(new Event("qms-sorted"));
  }

  function makeSortable(table) {
    Array.from(table.tHead.rows[0].cells).forEach((header, column) => {
      if (!header.dataset.sort) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "qms-sort";
      button.textContent = header.textContent.trim();
      button.addEventListener("click", () => sortBy(table, header, column));
      header.replaceChildren(button);
    });
  }

  function labelled(text, control) {
    const label = document.createElement("label");
    label.append(text, control);
    return label;
  }

  function choiceOf(table, column) {
    const values = new Set(Array.from(table.tBodies[0].rows, (row) => textOf(row, column)));
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const value of [...values].filter(Boolean).sort(collator.compare)) select.append(new Option(value, value));
    return select;
  }

  // Tables of many rows are shown in pages: thousands of rows at once are slow to lay out, and nobody reads them.
  const PAGE = 200;

  function makePager(table, onTurn) {
    const first = document.createElement("output");
    first.setAttribute("aria-live", "polite");
    const [back, on, all] = ["Previous", "Next", "All"].map((words) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      return button;
    });
    back.setAttribute("aria-label", "Rows before");
    on.setAttribute("aria-label", "Rows after");
    all.setAttribute("aria-label", "All rows, also for print");
    const pager = document.createElement("div");
    pager.className = "qms-tools qms-pager";
    pager.setAttribute("role", "group");
    pager.setAttribute("aria-label", `Pages of ${table.dataset.qmsTable}`);
    pager.append(back, on, first, all);
    let start = 0;
    let size = PAGE;

    function show(fitting) {
      start = Math.min(start, Math.max(0, Math.floor((fitting.length - 1) / size) * size));
      const end = Math.min(fitting.length, start + size);
      pager.hidden = fitting.length <= PAGE;
      back.disabled = start === 0;
      on.disabled = end === fitting.length;
      all.textContent = size === Infinity ? "In pages" : "All";
      first.textContent = `rows ${fitting.length ? start + 1 : 0} to ${end} of ${fitting.length}`;
      return [start, end];
    }
    back.addEventListener("click", () => { start -= size; onTurn(); });
    on.addEventListener("click", () => { start += size; onTurn(); });
    all.addEventListener("click", () => { size = size === Infinity ? PAGE : Infinity; start = 0; onTurn(); });
    return { element: pager, show, reset: () => { start = 0; }, goTo: (place) => { if (size !== Infinity) start = Math.floor(place / size) * size; } };
  }

  function makeFilterable(table) {
    const body = table.tBodies[0];
    const texts = new Map(Array.from(body.rows, (row) => [row, row.textContent.toLowerCase()]));
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = table.dataset.qmsHint || "id, title, owner";
    const found = document.createElement("output");
    found.setAttribute("aria-live", "polite");
    const headers = Array.from(table.tHead.rows[0].cells).map((header, column) => ({ header, column }));
    const choices = headers
      .filter((entry) => "filter" in entry.header.dataset)
      .map((entry) => ({ ...entry, name: entry.header.textContent.trim(), select: choiceOf(table, entry.column) }));
    const days = headers
      .filter((entry) => entry.header.dataset.since && Array.from(body.rows).some((row) => row.cells[entry.column]?.dataset.value))
      .map((entry) => {
        const input = document.createElement("input");
        input.type = "date";
        return { ...entry, name: entry.header.dataset.since, input };
      });
    const pager = makePager(table, apply);

    function fits(row) {
      return (
        words.every((word) => texts.get(row).includes(word)) &&
        choices.every((choice) => !choice.select.value || textOf(row, choice.column) === choice.select.value) &&
        days.every((day) => !day.input.value || (row.cells[day.column].dataset.value || "") >= day.input.value)
      );
    }

    let words = [];
    function apply() {
      words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const fitting = Array.from(body.rows).filter(fits);
      const [start, end] = pager.show(fitting);
      const shown = new Set(fitting.slice(start, end));
      for (const row of body.rows) row.hidden = !shown.has(row);
      found.textContent = fitting.length === texts.size ? `${texts.size} shown` : `${fitting.length} of ${texts.size} shown`;
    }

    function changed() {
      pager.reset();
      apply();
    }

    // A link to a row turns to its page.
    function reveal() {
      const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!row || row.parentElement !== body || !row.hidden) return;
      pager.goTo(Array.from(body.rows).filter(fits).indexOf(row));
      apply();
      row.scrollIntoView();
    }

    const tools = document.createElement("div");
    tools.className = "qms-tools";
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", `Filter ${table.dataset.qmsTable}`);
    tools.append(labelled("Filter", search), ...choices.map((choice) => labelled(choice.name, choice.select)));
    tools.append(...days.map((day) => labelled(day.name, day.input)), found);
    table.parentElement.before(tools);
    tools.after(pager.element);
    search.addEventListener("input", changed);
    for (const choice of choices) choice.select.addEventListener("change", changed);
    for (const day of days) day.input.addEventListener("input", changed);
    table.addEventListener("qms-sorted", changed);
    window.addEventListener("hashchange", reveal);
    apply();
    reveal();
  }

  // Beside each item: a button that copies its address, and where it is used.
  function makeItemTools(row) {
    const item = document.getElementById(row.dataset.qmsItem);
    const holder = item && (item.tagName === "TR" ? item.cells[0] : item.parentElement);
    if (!holder) return;
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "qms-copy";
    copy.title = `Copy the link to ${row.dataset.qmsItem}`;
    copy.setAttribute("aria-label", copy.title);
    copy.addEventListener("click", () => copyText(copy, new URL(`#${encodeURIComponent(row.dataset.qmsItem)}`, location.href).href));
    const uses = document.createElement("a");
    uses.className = "qms-uses";
    uses.href = `#${row.id}`;
    const counts = Array.from(row.cells).slice(1).map((cell, column) => {
      const count = cell.querySelectorAll("a, code").length;
      return count ? `${row.closest("table").tHead.rows[0].cells[column + 1].textContent.toLowerCase()} ${count}` : "";
    });
    uses.title = counts.filter(Boolean).join(", ");
    uses.textContent = "\u21b3";
    uses.setAttribute("aria-label", `Where ${row.dataset.qmsItem} is used: ${uses.title}`);
    const tools = document.createElement("span");
    tools.className = "qms-item-tools";
    tools.append(copy, uses);
    holder.append(" ", tools);
  }

  // From disk the clipboard may be out of reach; then the address is selected for the reader to copy.
  function copyText(button, text) {
    const done = () => {
      button.classList.add("qms-copy--done");
      setTimeout(() => button.classList.remove("qms-copy--done"), 1500);
    };
    const byHand = () => {
      const field = document.createElement("textarea");
      field.value = text;
      field.setAttribute("aria-hidden", "true");
      field.style.position = "fixed";
      field.style.opacity = "0";
      document.body.append(field);
      field.select();
      if (document.execCommand("copy")) done();
      field.remove();
      button.focus();
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  // Which version was in force on a day? A day counts to its end, in UTC, as the table's times do.
  function makeDatable(list) {
    const stretches = Array.from(list.children, (item) => ({
      item,
      version: item.dataset.version,
      from: Date.parse(item.dataset.from),
      to: item.dataset.to ? Date.parse(item.dataset.to) : Infinity,
    }));
    const input = document.createElement("input");
    input.type = "date";
    input.min = list.children[0].dataset.from.slice(0, 10);
    const answer = document.createElement("output");
    answer.setAttribute("aria-live", "polite");

    function apply() {
      const end = Date.parse(`${input.value}T23:59:59.999Z`);
      const found = stretches.find((entry) => entry.from <= end && end < entry.to);
      for (const entry of stretches) entry.item.classList.toggle("qms-force__stretch--asked", entry === found);
      if (!input.value) answer.textContent = "";
      else if (!found) answer.textContent = "nothing is known of a version in force";
      else answer.textContent = found.version ? `version ${found.version}` : "no version";
    }

    const tools = document.createElement("div");
    tools.className = "qms-tools qms-tools--day";
    tools.append(labelled("In force on", input), answer);
    list.before(tools);
    input.addEventListener("input", apply);
  }

  // The theme's search dialog has no name for those who hear the page.
  function nameSearch() {
    const dialog = document.querySelector(".md-search[role=dialog]");
    if (dialog && !dialog.hasAttribute("aria-label")) dialog.setAttribute("aria-label", "Search");
  }

  function enhance() {
    nameSearch();
    for (const table of document.querySelectorAll("table[data-qms-table]")) {
      if (table.dataset.qmsReady) continue;
      table.dataset.qmsReady = "yes";
      makeFilterable(table);
      makeSortable(table);
    }
    for (const row of document.querySelectorAll("tr[data-qms-item]")) {
      if (row.dataset.qmsReady) continue;
      row.dataset.qmsReady = "yes";
      makeItemTools(row);
    }
    for (const list of document.querySelectorAll("[data-qms-force]")) {
      if (list.dataset.qmsReady) continue;
      list.dataset.qmsReady = "yes";
      makeDatable(list);
    }
  }

  // Material's instant navigation replaces the page without loading it anew, and tells so.
  if (window.document$ && window.document$.subscribe) window.document$.subscribe(enhance);
  else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", enhance);
  else enhance();
})();
