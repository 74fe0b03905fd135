"use strict";
(() => {
  const table = document.getElementById("students");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.v === undefined ? cell.textContent.trim() : Number(cell.dataset.v);
  };
  const compare = (a, b) => (typeof a === "number" ? b - a : a.localeCompare(b, document.documentElement.lang));
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const turned = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", turned ? "descending" : "ascending");
      const rows = [...body.rows].map((row) => [key(row, column), row]);
      rows.sort((one, other) => (turned ? -1 : 1) * compare(one[0], other[0]));
      body.append(...rows.map((pair) => pair[1]));
    });
  });
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  input.type = "search";
  label.append(table.dataset.filter, " ", input);
  const tools = document.createElement("p");
  tools.className = "tools";
  tools.append(label, " ", count);
  table.parentElement.before(tools);
  input.addEventListener("input", () => {
    const wanted = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of body.rows) {
      const codes = [...row.cells].map((cell) => cell.title).join(" ");
      const text = (row.textContent + " " + codes).toLocaleLowerCase();
      row.hidden = !wanted.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    count.textContent = wanted.length ? table.dataset.shown.replace("{n}", shown) : "";
  });
})();
