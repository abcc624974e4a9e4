/* Sorting, filtering and paging of tables, the tools of items, and the question which version was in force on a day. The pages
   are whole without this script; nothing is loaded, nothing is stored. */
(function () {
  "use strict";

  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // Thousands of rows at once are slow to lay out, and nobody reads them: only those of one page stand in the table.
  const PAGE = 200;
  const PART = 1000; // rows in one file, as the builder of the site writes them

  function textOf(row, column) {
    const cell = row.cells[column];
    return cell ? cell.dataset.value || cell.textContent.trim() : "";
  }

  // Rows that stand in the page itself.
  function rowsInPage(table) {
    const rows = Array.from(table.tBodies[0].rows);
    return {
      rows,
      total: rows.length,
      value: textOf,
      words: (row) => row.textContent.toLowerCase(),
      element: (row) => row,
      load: null,
    };
  }

  // Rows that lie in files beside the page, which scripts hand over a thousand at a time; from disk too, where nothing can be fetched.
  function rowsBeside(table) {
    const name = table.dataset.qmsRows;
    const make = rowMakers[name];
    const links = JSON.parse(document.querySelector(`script[data-qms-links="${name}"]`).textContent);
    const rows = [];
    const source = {
      rows,
      total: Number(table.dataset.qmsCount),
      value: (row, column) => make.value(row, column),
      words: (row) => JSON.stringify(row).toLowerCase(),
      element: (row) => make.element(row, links, table),
      // All that is still missing, up to a number of rows.
      async load(count) {
        while (rows.length < Math.min(count, source.total)) await loadPart(name, table.dataset.qmsBase, rows);
      },
    };
    return source;
  }

  const handedOver = new Map();
  window.qmsRows = (name, number, rows) => handedOver.set(`${name} ${number}`, rows);

  function loadPart(name, base, rows) {
    const number = Math.floor(rows.length / PART) + 1;
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}${name}-${number}.js`;
      script.onload = () => {
        const part = handedOver.get(`${name} ${number}`) || [];
        handedOver.delete(`${name} ${number}`);
        script.remove();
        if (part.length) resolve(rows.push(...part));
        else reject(new Error(`${script.src} holds no rows`));
      };
      script.onerror = () => reject(new Error(`${script.src} is missing`));
      document.head.append(script);
    });
  }

  function made(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  function linkTo(href, ...children) {
    if (!href) return children.length === 1 ? children[0] : made("span", "", ...children);
    const link = made("a", "", ...children);
    link.href = href;
    return link;
  }

  // A row of the ledger: [when, hash, repository, subject, author, standing, scope, says, systems, documents, pointers, reverts]
  const ledgerRow = {
    value: (row, column) => [row[0], row[2], row[3], row[5], (row[7][0] || [""])[0], row[8].join(", ")][column],
    element([when, hash, repository, subject, author, standing, scope, says, systems, documents, pointers, reverts], links, table) {
      const form = links.commits[repository];
      const record = (id) => linkTo(links.documents[id], id);
      const time = made("time", "", when ? new Date(when).toISOString().slice(0, 16).replace("T", " ") : "");
      const commit = [linkTo(form && form.replace("{}", hash), made("code", "", hash.slice(0, 10)))];
      if (Object.keys(links.commits).length > 1) commit.push(made("span", "qms-hint", repository));
      const undone = reverts.map((name) => `, takes back ${name}`).join("");
      const judged = [made("span", `qms-standing qms-standing--${standing.replaceAll(" ", "-")}`, standing)];
      if (scope) judged.push(made("span", "qms-hint qms-standing--outside", scope));
      const under = says.map(([id, words]) => {
        const said = made("span", "qms-say", record(id), " ", made("span", "qms-hint", words.split(/ \(|;/)[0]));
        said.title = words;
        return said;
      });
      const touched = systems.length ? [made("span", "qms-touched", systems.join(", "))] : [];
      touched.push(...someOf(documents.map(record)), ...pointers.map((move) => made("span", "qms-hint", move)));
      return made("tr", "", ...[[time], commit, [subject, made("span", "qms-hint", author + undone)], judged, under, touched]
        .map((children) => made("td", "", ...children)));
    },
  };
  const rowMakers = { ledger: ledgerRow };

  // Of many the first three; the others are a click away.
  function someOf(elements) {
    const shown = elements.length <= 4 ? elements : elements.slice(0, 3);
    const apart = (list) => list.flatMap((element) => [element, " "]);
    if (shown.length === elements.length) return apart(shown);
    const rest = elements.slice(3);
    return [...apart(shown), made("details", "qms-more", made("summary", "", `${rest.length} more`), ...apart(rest))];
  }

  function headersOf(table) {
    return Array.from(table.tHead.rows[0].cells, (header, column) => ({ header, column, name: header.textContent.trim() }));
  }

  // Values in the order that the column gives them, the worst first; others by the alphabet.
  function comparerOf(header) {
    const places = new Map((header.dataset.order || "").split("|").map((value, place) => [value, place]));
    return (a, b) => (places.get(a) ?? places.size) - (places.get(b) ?? places.size) || collator.compare(a, b);
  }

  // Each value is compared once, however many rows have it. Empty cells stay at the end, whichever way the rest is sorted.
  function sortRows(source, { header, column }, descending) {
    const rows = source.rows;
    const keys = new Map(rows.map((row) => [row, source.value(row, column)]));
    const values = [...new Set(keys.values())].filter(Boolean).sort(comparerOf(header));
    if (descending) values.reverse();
    const places = new Map(values.map((value, place) => [value, place]));
    const placeOf = new Map(rows.map((row) => [row, places.get(keys.get(row)) ?? values.length]));
    rows.sort((a, b) => placeOf.get(a) - placeOf.get(b));
  }

  function makeSortable(headers, source, whole, changed) {
    for (const entry of headers) {
      if (!entry.header.dataset.sort) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "qms-sort";
      button.textContent = entry.name;
      button.addEventListener("click", async () => {
        const descending = entry.header.getAttribute("aria-sort") === "ascending";
        await whole();
        sortRows(source, entry, descending);
        for (const other of headers) other.header.removeAttribute("aria-sort");
        entry.header.setAttribute("aria-sort", descending ? "descending" : "ascending");
        changed();
      });
      entry.header.replaceChildren(button);
    }
  }

  function labelled(text, control) {
    const label = document.createElement("label");
    label.append(text, control);
    return label;
  }

  function choiceOf(source, { header, column }) {
    // What is still to be read cannot be asked; its page says which values there are.
    const known = source.load ? (header.dataset.order || "").split("|") : source.rows.map((row) => source.value(row, column));
    const values = new Set(known);
    const select = document.createElement("select");
    select.append(new Option("all", ""));
    for (const value of [...values].filter(Boolean).sort(comparerOf(header))) select.append(new Option(value, value));
    return select;
  }

  function dayOf() {
    const input = document.createElement("input");
    input.type = "date";
    return input;
  }

  // What a reader may ask of a table: words, a value of a column, a day.
  function makeFilters(table, headers, source) {
    const { rows, value: valueOf } = source;
    const search = document.createElement("input");
    search.type = "search";
    search.placeholder = table.dataset.qmsHint || "id, title, owner";
    const choices = headers
      .filter(({ header }) => "filter" in header.dataset)
      .map((entry) => ({ ...entry, name: entry.header.dataset.filter || entry.name, control: choiceOf(source, entry), fits: (row, value) => valueOf(row, entry.column) === value }))
      .filter(({ column, control }) => (source.load ? control.options.length > 2 : rows.some((row) => valueOf(row, column) !== control.options[1]?.value)));
    const days = headers
      .filter(({ header, column }) => header.dataset.since && !source.load && rows.some((row) => row.cells[column]?.dataset.value))
      .map((entry) => ({
        ...entry,
        name: entry.header.dataset.since,
        control: dayOf(),
        fits: (row, value) => (row.cells[entry.column]?.dataset.value || "") >= value,
      }));
    const asked = [...choices, ...days];
    const texts = new Map();
    const wordsOf = (row) => {
      if (!texts.has(row)) texts.set(row, source.words(row));
      return texts.get(row);
    };

    function fitting() {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      const set = asked.filter(({ control }) => control.value);
      return rows.filter(
        (row) => words.every((word) => wordsOf(row).includes(word)) && set.every(({ control, fits }) => fits(row, control.value)),
      );
    }

    const isAsking = () => controls.some((control) => control.value);
    const controls = [search, ...asked.map(({ control }) => control)];
    return {
      isAsking,
      elements: [labelled("Filter", search), ...asked.map(({ name, control }) => labelled(name, control))],
      fitting,
      controls,
      choose(name, value) {
        const choice = choices.find((entry) => entry.name === name);
        if (choice) choice.control.value = choice.control.value === value ? "" : value;
      },
      clear() {
        for (const control of this.controls) control.value = "";
      },
    };
  }

  function makeButton(words, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", onClick);
    return button;
  }

  // Two sets of buttons, above the table and below it.
  function makePager(table, onTurn) {
    let start = 0;
    let size = PAGE;
    const turn = (place) => { start = place; onTurn(); };
    const sets = ["before", "after"].map((where) => {
      const back = makeButton("Previous", () => turn(start - size));
      const on = makeButton("Next", () => turn(start + size));
      const all = makeButton("All", () => { size = size === Infinity ? PAGE : Infinity; turn(0); });
      const told = document.createElement("span");
      const element = document.createElement("div");
      element.className = "qms-pager";
      element.setAttribute("role", "group");
      element.setAttribute("aria-label", `Pages of ${table.dataset.qmsTable}, ${where} the table`);
      element.append(back, on, told, all);
      if (where === "after") for (const button of [back, on]) button.addEventListener("click", () => table.scrollIntoView());
      return { element, back, on, all, told };
    });

    // The part of the rows that is to be seen, from a place to a place.
    function show(count) {
      start = Math.max(0, Math.min(start, Math.floor((count - 1) / size) * size || 0));
      const end = Math.min(count, start + size);
      for (const { element, back, on, all, told } of sets) {
        element.hidden = count <= PAGE;
        back.disabled = start === 0;
        on.disabled = end === count;
        all.textContent = size === Infinity ? "In pages" : "All";
        told.textContent = `rows ${count ? start + 1 : 0} to ${end} of ${count}`;
      }
      return [start, end];
    }

    return {
      elements: sets.map(({ element }) => element),
      show,
      end: () => start + size,
      goTo: (place) => { start = size === Infinity ? 0 : Math.floor(place / size) * size; },
    };
  }

  // A table whose rows are found, sorted and turned over; what it does not show is kept aside, or still to be read.
  function makeTable(table) {
    const body = table.tBodies[0];
    const source = table.dataset.qmsRows ? rowsBeside(table) : rowsInPage(table);
    const rowById = new Map(source.load ? [] : source.rows.filter((row) => row.id).map((row) => [row.id, row]));
    const headers = headersOf(table);
    const filters = makeFilters(table, headers, source);
    const pager = makePager(table, turned);
    const found = document.createElement("output");
    found.setAttribute("aria-live", "polite");

    let lost = "";

    function tell(words) {
      if (found.textContent !== words) found.textContent = words;
    }

    function apply() {
      const fitting = filters.fitting();
      const isWhole = source.rows.length === source.total;
      const count = isWhole ? fitting.length : source.total;
      body.replaceChildren(...fitting.slice(...pager.show(count)).map(source.element));
      tell((count === source.total ? `${source.total} shown` : `${count} of ${source.total} shown`) + lost);
    }

    // Reads the rows that are still missing before anything is asked of all of them.
    async function reach(count) {
      if (!source.load || source.rows.length >= Math.min(count, source.total)) return;
      tell("reading the rows\u2026");
      try {
        await source.load(count);
      } catch {
        lost = `; ${source.total - source.rows.length} more cannot be read`;
        source.total = source.rows.length;
      }
    }

    async function turned() {
      await reach(filters.isAsking() ? Infinity : pager.end());
      apply();
    }

    async function changed() {
      pager.goTo(0);
      await turned();
    }

    // A link to a row turns to its page, and gives up the filters if they leave it out.
    function reveal(hash) {
      const row = rowById.get(decoded(hash.slice(1)));
      if (!row || row.isConnected) return false;
      if (!filters.fitting().includes(row)) filters.clear();
      pager.goTo(filters.fitting().indexOf(row));
      apply();
      return true;
    }

    const tools = document.createElement("div");
    tools.className = "qms-tools";
    tools.setAttribute("role", "search");
    tools.setAttribute("aria-label", `Filter ${table.dataset.qmsTable}`);
    tools.append(...filters.elements, found);
    table.parentElement.before(tools, pager.elements[0]);
    table.parentElement.after(pager.elements[1]);
    for (const control of filters.controls) control.addEventListener("input", changed);
    makeSortable(headers, source, () => reach(Infinity), changed);
    for (const link of document.querySelectorAll("a[data-qms-choose]")) {
      link.addEventListener("click", () => { filters.choose(link.dataset.qmsChoose, link.dataset.qmsValue); changed(); });
    }
    if (source.load) turned();
    else apply();
    followLinks(reveal);
    // On paper stands all that fits, not one page of the screen; of what was not read yet, the page that is shown.
    window.addEventListener("beforeprint", () => { if (!source.load) body.replaceChildren(...filters.fitting()); });
    window.addEventListener("afterprint", () => { if (!source.load) apply(); });
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // The row has to stand in the page before the browser looks for it; where it came too late, the browser looks again.
  function followLinks(reveal) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.("a[href^='#']");
      if (link) reveal(link.hash);
    });
    const look = () => { if (reveal(location.hash)) location.replace(location.hash); };
    window.addEventListener("hashchange", look);
    look();
  }

  // Beside each item: a button that copies its address, and the way to where it is used.
  function makeItemTools(item, uses) {
    const id = item.id;
    const holder = item.tagName === "TR" ? item.cells[0] : item.parentElement;
    const copy = document.createElement("button");
    copy.type = "button";
    copy.className = "qms-copy";
    copy.title = `Copy the link to ${id}`;
    copy.setAttribute("aria-label", copy.title);
    copy.addEventListener("click", () => copyText(copy, new URL(`#${encodeURIComponent(id)}`, location.href).href));
    const tools = document.createElement("span");
    tools.className = "qms-item-tools";
    tools.append(copy);
    const row = uses.rows.get(id);
    if (row) tools.append(makeUses(id, row, uses.names));
    holder.append(" ", tools);
  }

  function makeUses(id, row, names) {
    const counts = Array.from(row.cells, (cell) => cell.querySelectorAll("a, code").length);
    const told = names.map((name, column) => [name, counts[column]]).slice(1).filter(([, count]) => count);
    const link = document.createElement("a");
    link.className = "qms-uses";
    link.href = `#${encodeURIComponent(row.id)}`;
    link.title = told.map(([name, count]) => `${name} ${count}`).join(", ");
    const all = told.reduce((sum, [, count]) => sum + count, 0);
    link.textContent = `\u21b3\u2009${all}`;
    link.setAttribute("aria-label", `Where ${id} is used, ${all} in all: ${link.title}`);
    return link;
  }

  // The rows of "Where its items are used" by their items, before any of them is kept aside.
  function collectUses() {
    const table = document.querySelector("table.qms-matrix--uses");
    return {
      names: table ? Array.from(table.tHead.rows[0].cells, (cell) => cell.dataset.name) : [],
      rows: new Map(table ? Array.from(table.tBodies[0].rows, (row) => [row.dataset.qmsItem, row]) : []),
    };
  }

  // A few at a time: a specification may have thousands.
  function makeAllItemTools(items, uses) {
    for (const item of items.slice(0, 100)) makeItemTools(item, uses);
    if (items.length > 100) setTimeout(() => makeAllItemTools(items.slice(100), uses));
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

  // The theme has no word for a page that has use for the whole window. (In the styles, :has() would look at every row.)
  function widen() {
    document.body.classList.toggle("qms-wide-page", document.querySelector(".qms-wide") !== null);
  }

  function enhance() {
    nameSearch();
    widen();
    for (const body of document.querySelectorAll("[data-qms-items]:not([data-qms-ready])")) {
      body.dataset.qmsReady = "yes";
      makeAllItemTools(Array.from(body.querySelectorAll(".qms-item, .qms-item-anchor")), collectUses());
    }
    for (const table of document.querySelectorAll("table[data-qms-table]:not([data-qms-ready])")) {
      table.dataset.qmsReady = "yes";
      makeTable(table);
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
