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

  function makeFilterable(table) {
    const rows = Array.from(table.tBodies[0].rows, (row) => ({ row, text: row.textContent.toLowerCase() }));
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = table.dataset.qmsHint || "id, title, owner";
    const found = document.createElement("output");
    found.setAttribute("aria-live", "polite");
    const choices = Array.from(table.tHead.rows[0].cells)
      .map((header, column) => ({ header, column }))
      .filter((entry) => "filter" in entry.header.dataset)
      .map((entry) => ({ ...entry, name: entry.header.textContent.trim(), select: choiceOf(table, entry.column) }));

    function apply() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const entry of rows) {
        const fits =
          words.every((word) => entry.text.includes(word)) &&
          choices.every((choice) => !choice.select.value || textOf(entry.row, choice.column) === choice.select.value);
        entry.row.hidden = !fits;
        if (fits) shown += 1;
      }
      found.textContent = shown === rows.length ? `${rows.length} shown` : `${shown} of ${rows.length} shown`;
    }

    const tools = document.createElement("div");
    tools.className = "qms-tools";
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", `Filter ${table.dataset.qmsTable}`);
    tools.append(labelled("Filter", search), ...choices.map((choice) => labelled(choice.name, choice.select)), found);
    table.parentElement.before(tools);
    search.addEventListener("input", apply);
    for (const choice of choices) choice.select.addEventListener("change", apply);
    apply();
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
